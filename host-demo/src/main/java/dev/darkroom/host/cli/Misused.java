package dev.darkroom.host.cli;

import dev.darkroom.host.plugin.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and what was probably meant. */
final class Misused {

    /** What options are called in diffusers, A1111 and ComfyUI, and here. */
    private static final Map<String, List<String>> ELSEWHERE = Map.ofEntries(
            Map.entry("num-inference-steps", List.of("--steps")),
            Map.entry("guidance-scale", List.of("--cfg-scale")),
            Map.entry("cfg", List.of("--cfg-scale")),
            Map.entry("scheduler", List.of("--schedule", "--sampler")),
            Map.entry("schedule-type", List.of("--schedule")),
            Map.entry("sampler-name", List.of("--sampler")),
            Map.entry("sampling-method", List.of("--sampler")),
            Map.entry("n-iter", List.of("--count")),
            Map.entry("batch-count", List.of("--count")),
            Map.entry("num-images-per-prompt", List.of("--count")),
            Map.entry("n", List.of("--count")),
            Map.entry("size", List.of("--width", "--height")),
            Map.entry("ckpt", List.of("--model")),
            Map.entry("checkpoint", List.of("--model")),
            Map.entry("rng", List.of("--noise-source")),
            Map.entry("vae-tiling", List.of("--vae-tile")),
            Map.entry("generator", List.of("--seed")));

    private Misused() {}

    /** Returns the line. */
    static String line(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            ArgSpec argument = e.getArgSpec();
            return argument != null && e.getValue() != null
                    ? wrong(argument, e.getValue())
                    : String.valueOf(e.getMessage());
        }
        String first = unmatched.getUnmatched().get(0);
        CommandLine command = e.getCommandLine();
        if (!unmatched.isUnknownOption() && !command.getSubcommands().isEmpty()) {
            return Names.unknown("command", first, command.getSubcommands().keySet());
        }
        List<String> nearest = nearest(first, unmatched);
        return e.getMessage() + (nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?");
    }

    /** Says what a value should have been. */
    private static String wrong(ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return name + ": expected " + expected(argument) + ", found \"" + value + "\"";
    }

    private static String expected(ArgSpec argument) {
        ITypeInfo type = argument.typeInfo();
        if (type.isMap()) {
            return argument.paramLabel();
        }
        ITypeInfo each = type.isMultiValue() ? type.getAuxiliaryTypeInfos().get(0) : type;
        if (each.isEnum()) {
            return each.getEnumConstantNames().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        Class<?> found = each.getType();
        if (found == int.class || found == Integer.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (found == long.class || found == Long.class) {
            return "a whole number of at most 64 bits";
        }
        if (found == double.class || found == Double.class) {
            return "a number";
        }
        return found == boolean.class || found == Boolean.class ? "true or false" : argument.paramLabel();
    }

    private static List<String> nearest(String option, UnmatchedArgumentException e) {
        int equals = option.indexOf('=');
        String name = (equals < 0 ? option : option.substring(0, equals))
                .replaceFirst("^-+", "")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
        List<String> known = ELSEWHERE.getOrDefault(name, List.of()).stream()
                .filter(e.getCommandLine().getCommandSpec().optionsMap()::containsKey)
                .toList();
        return known.isEmpty() ? e.getSuggestions() : known;
    }
}
