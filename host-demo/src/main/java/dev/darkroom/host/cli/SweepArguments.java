package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sweep.SweepAxis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of {@code generate} as a sweep takes them: several values, with commas between or the option repeated, make an
 * axis. Each cell is again a command line of {@code generate}, so that it means there what it means here.
 */
final class SweepArguments {

    /** Their values may hold commas: only repeating them makes an axis. */
    private static final Set<String> WITH_COMMAS =
            Set.of("--negative-prompt", "--sigmas", "--beta-schedule", "--like", "--config");

    /** Lists of things, not values to choose from. */
    private static final Set<String> LISTS = Set.of("--inspectors", "--skip-inspector", "--inspector-option");

    private static final Set<String> NOT_HERE = Set.of("--count", "--batch-size", "--save-steps", "--fail-on");

    /** Changing one of these loads a model: they change least often. */
    private static final List<String> HEAVY =
            List.of("model", "device", "threads", "weights", "precision", "width", "height");

    private final CommandSpec spec = CommandSpec.forAnnotatedObject(new GenerateOptions());
    private final List<String> prompts = new ArrayList<>();
    private final List<String> fixed = new ArrayList<>();
    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    /**
     * Sorts arguments into prompts, axes and what is the same in every cell.
     *
     * @throws InvalidRequestException if one of them does not belong to a sweep
     */
    SweepArguments(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
            OptionSpec option = spec.findOption(name);
            if (NOT_HERE.contains(name)) {
                throw new InvalidRequestException(
                        name + ": expected no such option in a sweep, found one. --seeds N makes"
                                + " several pictures a cell");
            }
            if (option == null) {
                if (argument.startsWith("--")) {
                    // Known to be unknown: told with what comes near it.
                    fixed.add(argument);
                } else {
                    prompts.add(argument);
                }
            } else if (option.arity().max() == 0) {
                fixed.add(argument);
            } else if (name.length() < argument.length()) {
                option(option, name, argument.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                option(option, name, arguments.get(++i));
            } else {
                throw new InvalidRequestException(name + ": expected a value, found none");
            }
        }
    }

    private void option(OptionSpec option, String name, String value) {
        if (LISTS.contains(name)) {
            fixed.add(name + "=" + value);
            return;
        }
        if (option.typeInfo().isMap()) {
            int equals = value.indexOf('=');
            String key = equals < 0 ? value : value.substring(0, equals);
            put(name + " " + key, equals < 0 ? "" : value.substring(equals + 1), true);
        } else {
            put(name, value, !WITH_COMMAS.contains(name));
        }
    }

    private void put(String name, String value, boolean split) {
        Set<String> all = values.computeIfAbsent(name, absent -> new LinkedHashSet<>());
        for (String each : split ? value.split(",", -1) : new String[] {value}) {
            all.add(each.strip());
        }
    }

    /** Returns the prompts, each an argument of its own. */
    List<String> prompts() {
        return List.copyOf(new LinkedHashSet<>(prompts));
    }

    /** Returns the options with several values: those that load a model first, else in the order they were given. */
    List<SweepAxis> axes() {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new SweepAxis(entry.getKey().substring(2), List.copyOf(entry.getValue())))
                .sorted(Comparator.comparingInt(axis -> {
                    int heavy = HEAVY.indexOf(axis.option());
                    return heavy < 0 ? HEAVY.size() : heavy;
                }))
                .toList();
    }

    /**
     * Returns what {@code generate} would be told in a cell; the prompt is not part of it.
     *
     * @throws InvalidRequestException if a value is none for its option
     */
    GenerateOptions options(List<SweepAxis> axes, List<Integer> cell) {
        List<String> arguments = new ArrayList<>(fixed);
        values.forEach((name, all) -> {
            String value = all.iterator().next();
            for (int axis = 0; axis < axes.size(); axis++) {
                if (name.equals("--" + axes.get(axis).option())) {
                    value = axes.get(axis).values().get(cell.get(axis));
                }
            }
            int space = name.indexOf(' ');
            arguments.add(
                    space < 0
                            ? name + "=" + value
                            : name.substring(0, space) + "=" + name.substring(space + 1) + "=" + value);
        });
        GenerateOptions options = new GenerateOptions();
        try {
            new CommandLine(options)
                    .setExpandAtFiles(false)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new InvalidRequestException(Misused.line(e), e);
        }
        return options;
    }
}
