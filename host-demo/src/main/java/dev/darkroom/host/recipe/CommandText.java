package dev.darkroom.host.recipe;

import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.host.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The command line that makes a request, quoted for a POSIX shell. */
public final class CommandText {

    private CommandText() {}

    /** Returns {@code darkroom generate ...} with every choice that is not the contract's default. */
    public static String generate(GenerationRequest request) {
        List<String> words = new ArrayList<>(List.of("darkroom", "generate"));
        if (!request.prompt().startsWith("-")) {
            words.add(request.prompt());
        }
        if (!request.negativePrompt().isEmpty()) {
            add(words, "negative-prompt", request.negativePrompt());
        }
        request.model().ifPresent(model -> add(words, "model", model));
        add(words, "steps", request.steps());
        add(words, "cfg-scale", shortest(request.cfgScale()));
        add(words, "seed", request.seed());
        choice(words, "sampler", "sampler-option", request.sampler(), "");
        if (request.schedule().options().containsKey("sigmas")) {
            words.removeIf(word -> word.startsWith("--steps="));
            add(words, "sigmas", request.schedule().options().get("sigmas"));
        } else {
            choice(words, "schedule", "schedule-option", request.schedule(), "");
        }
        choice(words, "guidance", "guidance-option", request.guidance(), "cfg");
        choice(words, "noise-source", "noise-option", request.noise(), "torch");
        request.width().ifPresent(width -> add(words, "width", width));
        request.height().ifPresent(height -> add(words, "height", height));
        if (request.weights() != Weights.EMA) {
            add(words, "weights", Words.lower(request.weights()));
        }
        if (request.precision() != Precision.FP32) {
            add(words, "precision", Words.lower(request.precision()));
        }
        request.process().prediction().ifPresent(type -> add(words, "prediction", Words.lower(type)));
        request.process().betas().ifPresent(betas -> add(words, "beta-schedule", betas));
        if (request.process().zeroSnr()) {
            words.add("--zero-snr");
        }
        if (request.sgmNoiseMultiplier()) {
            words.add("--sgm-noise-multiplier");
        }
        if (request.decoding().tile() > 0) {
            add(words, "vae-tile", request.decoding().tile());
            add(words, "vae-tile-overlap", request.decoding().overlap());
        }
        if (request.prompt().startsWith("-")) {
            words.addAll(List.of("--", request.prompt()));
        }
        return of(words);
    }

    /** Returns words as a shell reads them back. */
    public static String of(List<String> words) {
        return Fix.command(words);
    }

    private static void choice(List<String> words, String name, String option, Choice choice, String usual) {
        if (!choice.name().equals(usual)) {
            add(words, name, choice.name());
        }
        new TreeMap<>(choice.options()).forEach((key, value) -> add(words, option, key + "=" + value));
    }

    private static void add(List<String> words, String option, Object value) {
        words.add("--" + option + "=" + value);
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
