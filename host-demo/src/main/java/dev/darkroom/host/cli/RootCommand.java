package dev.darkroom.host.cli;

import dev.darkroom.host.Darkroom;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "darkroom",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Makes pictures from prompts and says what is wrong with them.",
        footer = {
            "",
            "  darkroom generate \"a smiling cat\"",
            "  darkroom inspect picture.png",
            "  darkroom diagnose picture.png",
            "",
            "Exit codes: 0 done, 1 a finding reached --fail-on, 2 bad request, 3 failure, 130 interrupted."
        })
final class RootCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a command: " + String.join(", ", spec.subcommands().keySet()));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Darkroom.software(), "Java " + System.getProperty("java.version")};
        }
    }
}
