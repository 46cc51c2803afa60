package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** How two requests differ, as the command line says it. */
final class RequestDifference {

    private RequestDifference() {}

    /** Returns the options that make the second request of the first. */
    static List<String> options(GenerationRequest from, GenerationRequest to) {
        List<String> options = new ArrayList<>();
        if (!from.prompt().equals(to.prompt())) {
            options.add("--prompt");
            options.add(to.prompt());
        }
        optional(options, "--model", from.model(), to.model());
        text(options, "--negative-prompt", from.negativePrompt(), to.negativePrompt());
        text(options, "--steps", from.steps(), to.steps());
        text(options, "--cfg-scale", number(from.cfgScale()), number(to.cfgScale()));
        choice(options, "--sampler", from.sampler(), to.sampler());
        choice(options, "--schedule", from.schedule(), to.schedule());
        choice(options, "--guidance", from.guidance(), to.guidance());
        text(options, "--weights", lower(from.weights()), lower(to.weights()));
        text(options, "--precision", lower(from.precision()), lower(to.precision()));
        optional(options, "--width", from.width(), to.width());
        optional(options, "--height", from.height(), to.height());
        optional(
                options,
                "--prediction",
                from.process().prediction().map(RequestDifference::lower),
                to.process().prediction().map(RequestDifference::lower));
        optional(
                options, "--beta-schedule", from.process().betas(), to.process().betas());
        text(options, "--vae-tile", from.decoding().tile(), to.decoding().tile());
        if (to.decoding().tile() > 0) {
            text(
                    options,
                    "--vae-tile-overlap",
                    from.decoding().overlap(),
                    to.decoding().overlap());
        }
        text(options, "--seed", from.seed(), to.seed());
        return options;
    }

    /** Returns the difference for people: {@code steps 40, seed 7}. */
    static String label(GenerationRequest from, GenerationRequest to) {
        List<String> options = options(from, to);
        if (options.isEmpty()) {
            return "as asked";
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < options.size(); i += 2) {
            parts.add(options.get(i).replaceFirst("^--", "") + " " + options.get(i + 1));
        }
        return String.join(", ", parts);
    }

    private static void text(List<String> options, String name, Object from, Object to) {
        if (!from.equals(to)) {
            options.add(name);
            options.add(to.toString());
        }
    }

    private static void optional(List<String> options, String name, Optional<?> from, Optional<?> to) {
        if (!from.equals(to) && to.isPresent()) {
            options.add(name);
            options.add(to.get().toString());
        }
    }

    private static void choice(List<String> options, String name, Choice from, Choice to) {
        text(options, name, from.name(), to.name());
        new TreeMap<>(to.options()).forEach((key, value) -> {
            if (!value.equals(from.options().get(key)) || !from.name().equals(to.name())) {
                options.add(name + "-option");
                options.add(key + "=" + value);
            }
        });
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
