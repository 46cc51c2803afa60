package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The commands, and what becomes of the exceptions they end with. */
final class Cli {

    static final int OK = 0;
    static final int FOUND = 1;
    static final int USAGE = 2;
    static final int FAILURE = 3;
    static final int INTERRUPTED = 130;

    private final Console console;
    private final Opener opener;

    Cli(Function<DarkroomSettings, Darkroom> opener, PrintStream out, PrintStream err, boolean interactive) {
        this.console = new Console(out, err, interactive);
        this.opener = new Opener(console, opener);
    }

    int run(String... args) {
        boolean debug = List.of(args).contains("--debug");
        try {
            return commandLine(args)
                    .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                    // A prompt may begin with "@".
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setParameterExceptionHandler((e, given) -> usage(e))
                    .setExecutionExceptionHandler((e, command, parsed) -> failed(e, debug))
                    .execute(args);
        } catch (OutOfMemoryError e) {
            return report(FAILURE, "not enough memory: try a smaller --width and --height or --batch-size 1", e, debug);
        } catch (LinkageError | StackOverflowError e) {
            return report(FAILURE, "internal error: " + e, e, debug);
        }
    }

    /** Describing every command takes time the one that is called would wait for, so the others are left out. */
    private CommandLine commandLine(String... args) {
        CommandLine root = new CommandLine(new RootCommand());
        String called = args.length == 0 ? "" : args[0];
        Map<String, Supplier<Object>> commands = commands();
        if (commands.containsKey(called)) {
            root.addSubcommand(commands.get(called).get());
        } else {
            commands.values().forEach(command -> root.addSubcommand(command.get()));
            root.addSubcommand(AutoComplete.GenerateCompletion.class);
            root.addSubcommand(CommandLine.HelpCommand.class);
        }
        return root;
    }

    /** In the order of the help. */
    private Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("generate", () -> new GenerateCommand(console, opener));
        commands.put("inspect", () -> new InspectCommand(console, opener));
        commands.put("diagnose", this::diagnose);
        commands.put("sweep", () -> new SweepCommand(console, opener));
        commands.put("compare", () -> new CompareCommand(console, opener));
        commands.put("replay", () -> new ReplayCommand(console));
        commands.put("plugins", () -> new PluginsCommand(console, opener));
        commands.put("models", this::models);
        commands.put("samplers", this::samplers);
        commands.put("convert", () -> new ConvertCommand(console, opener));
        commands.put("vae-check", () -> new VaeCheckCommand(console, opener));
        commands.put("benchmark", () -> new BenchmarkCommand(console, opener));
        return commands;
    }

    /** It takes what {@code generate} takes but for what becomes of the pictures, and a picture in the prompt's place. */
    private CommandLine diagnose() {
        CommandLine diagnose = new CommandLine(new DiagnoseCommand(console, opener));
        CommandSpec spec = diagnose.getCommandSpec();
        List.of("--out", "--count", "--batch-size", "--save-steps")
                .forEach(option -> spec.remove(spec.findOption(option)));
        spec.positionalParameters().stream()
                .filter(parameter -> parameter.paramLabel().equals("PROMPT"))
                .toList()
                .forEach(spec::remove);
        return diagnose;
    }

    private CommandLine models() {
        return new CommandLine(new ModelsCommand(console, opener))
                .addSubcommand("list", new ModelsCommand(console, opener))
                .addSubcommand(new ModelsCheckCommand(console, opener))
                .addSubcommand(new ModelsVerifyCommand(console, opener))
                .addSubcommand(new ConvertCommand(console, opener));
    }

    private CommandLine samplers() {
        return new CommandLine(new SamplersCommand(console, opener))
                .addSubcommand(new SamplersCheckCommand(console, opener));
    }

    private int usage(ParameterException e) {
        console.error(oneLine(Misused.line(e)));
        console.hint("see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    private int failed(Exception e, boolean debug) {
        if (e instanceof InvalidRequestException) {
            return report(USAGE, e.getMessage(), e, debug);
        }
        if (e instanceof DarkroomException) {
            return report(FAILURE, e.getMessage(), e, debug);
        }
        return report(FAILURE, "internal error: " + e + " (--debug shows where)", e, debug);
    }

    private int report(int code, String message, Throwable e, boolean debug) {
        console.error(oneLine(message));
        if (debug) {
            e.printStackTrace(console.err());
        }
        return code;
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
