package dev.darkroom.host.cli;

import dev.darkroom.api.Alias;
import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "samplers",
        mixinStandardHelpOptions = true,
        description = "Lists samplers, schedules, guidance, noise sources and inspectors, with aliases and options.")
final class SamplersCommand implements Runnable {

    private final Console console;
    private final Opener opener;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    SamplersCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public void run() {
        opener.with(installation.settings(), darkroom -> {
            list(darkroom.plugins(), Sampler.class, "samplers (--sampler)");
            list(darkroom.plugins(), NoiseSchedule.class, "schedules (--schedule)");
            list(darkroom.plugins(), Guidance.class, "guidance (--guidance)");
            list(darkroom.plugins(), NoiseSource.class, "noise sources (--noise-source)");
            list(darkroom.plugins(), PostCheck.class, "inspectors (--inspectors)");
            return Cli.OK;
        });
    }

    private <T extends Described> void list(PluginHost plugins, Class<T> point, String title) {
        console.line(title);
        for (Registered<T> registered : plugins.registry(point).all()) {
            ExtensionInfo info = registered.info();
            console.line("  " + info.id() + "  " + info.displayName() + ": " + info.description());
            if (!info.aliases().isEmpty()) {
                console.line("        also "
                        + info.aliases().stream().map(Alias::name).collect(Collectors.joining(", ")));
            }
            for (OptionSpec option : info.options()) {
                console.line("        " + option.name() + "=" + option.defaultValue() + range(option) + "  "
                        + option.description());
            }
        }
    }

    private static String range(OptionSpec option) {
        return switch (option.type()) {
            case NUMBER -> " (" + plain(option.min()) + " to " + plain(option.max()) + ")";
            case INTEGER -> " (" + plain(option.min()) + " to " + plain(option.max()) + ")";
            case CHOICE -> " (" + String.join("|", option.choices()) + ")";
            case FLAG -> " (true|false)";
            case TEXT -> "";
        };
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e12
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
