package dev.darkroom.host.recipe;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.image.Infotext;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.SamplerName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recipe from A1111's {@code parameters}, and from what Darkroom's own {@link Infotext} adds to them.
 *
 * <p>Defaults are those of AUTOMATIC1111/stable-diffusion-webui 1.10: where {@code RNG} is absent the noise was drawn on the
 * GPU; where {@code Schedule type} is absent or Automatic the sampler's own schedule ({@code samplers_k_diffusion} in {@code
 * modules/sd_samplers_kdiffusion.py}) or, before 1.9, the model's levels were used.
 */
final class A1111Recipe {

    /** Labels that say nothing about how to repeat the picture. */
    private static final List<String> SILENT = List.of("Version", "Model hash", "Pad conds", "Created Date", "User");

    /** What these labels stand for cannot be repeated here. */
    private static final Map<String, String> UNKNOWN_HERE = Map.ofEntries(
            Map.entry("Clip skip", "the text encoder's last layer is used"),
            Map.entry(
                    "Denoising strength", "the picture started from another one or had a second pass; neither is made"),
            Map.entry("Hires upscale", "the second pass is left out"),
            Map.entry("Hires resize", "the second pass is left out"),
            Map.entry("Variation seed", "there are no variation seeds"),
            Map.entry("VAE", "the model's own VAE is used"),
            Map.entry("Face restoration", "faces are left as they are"),
            Map.entry("Refiner", "there is no refiner"),
            Map.entry("ENSD", "noise of ancestral steps has no seed of its own"),
            Map.entry("Tiling", "pictures are not made to tile"),
            Map.entry("Lora hashes", "no such network is loaded"),
            Map.entry("TI hashes", "no embedding is loaded"));

    // What these names mean in A1111 has a name of its own here.
    private static final Map<String, String> SCHEDULES = Map.of(
            "Beta", "beta_sigma",
            "KL Optimal", "kl_optimal_a1111",
            "Align Your Steps", "align_your_steps_a1111");

    private static final List<String> AUTOMATIC_KARRAS =
            List.of("DPM++ 2M", "DPM++ SDE", "DPM++ 2S a", "DPM2", "DPM2 a", "Restart");
    private static final List<String> AUTOMATIC_EXPONENTIAL =
            List.of("DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE");
    private static final List<String> ON_TIMESTEPS = List.of("DDIM", "PLMS", "UniPC");

    private final Draft draft;
    private final PluginHost plugins;
    private final InfotextParser text;
    private final Map<String, String> left;

    private A1111Recipe(Draft draft, PluginHost plugins, InfotextParser text) {
        this.draft = draft;
        this.plugins = plugins;
        this.text = text;
        this.left = new LinkedHashMap<>(text.settings());
    }

    static Recipe read(Path file, PngMetadata png, String infotext, PluginHost plugins) {
        Draft draft = new Draft(file, Origin.A1111);
        InfotextParser text = InfotextParser.parse(infotext);
        if (!text.settings().containsKey("Steps")) {
            throw draft.bad("the last line", "settings as in Steps: 20, Sampler: Euler a, ...", lastLine(infotext));
        }
        A1111Recipe recipe = new A1111Recipe(draft, plugins, text);
        return draft.finish(recipe::request, Optional.empty(), png);
    }

    private static String lastLine(String infotext) {
        String stripped = infotext.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    private GenerationRequest request() {
        GenerationRequest.Builder builder = GenerationRequest.of(text.prompt()).negativePrompt(text.negative());
        builder.steps(draft.whole("Steps", take("Steps").orElseThrow()));
        take("CFG scale").ifPresent(value -> builder.cfgScale(draft.number("CFG scale", value)));
        take("Seed").ifPresentOrElse(value -> builder.seed(draft.seed(value)), () -> draft.note("no Seed: 0 is taken"));
        take("Size").ifPresent(value -> size(builder, value));
        take("Model").ifPresent(builder::model);
        samplerAndSchedule(builder);
        noise(builder);
        process(builder);
        guidance(builder);
        take("Weights").ifPresent(value -> builder.weights(draft.constant(Weights.class, "Weights", value)));
        take("Precision").ifPresent(value -> builder.precision(draft.constant(Precision.class, "Precision", value)));
        take("SGM noise multiplier").ifPresent(value -> builder.sgmNoiseMultiplier(isTrue(value)));
        take("VAE tile")
                .ifPresent(tile -> builder.decoding(new Decoding(
                        draft.whole("VAE tile", tile),
                        draft.whole("VAE tile overlap", take("VAE tile overlap").orElse("0")))));
        draft.remarkOnSyntax(text.prompt() + " " + text.negative());
        remarkOnTheRest();
        return builder.build();
    }

    private Optional<String> take(String label) {
        return Optional.ofNullable(left.remove(label));
    }

    private void size(GenerationRequest.Builder builder, String value) {
        String[] sides = value.split("x", -1);
        if (sides.length != 2) {
            throw draft.bad("Size", "WIDTHxHEIGHT", value);
        }
        builder.size(draft.whole("Size", sides[0]), draft.whole("Size", sides[1]));
    }

    private void samplerAndSchedule(GenerationRequest.Builder builder) {
        @Nullable String written = left.remove("Sampler");
        if (written == null) {
            throw draft.bad("Sampler", "the name of a sampler", "");
        }
        SamplerName name = SamplerName.of(written, plugins);
        Optional<String> type = take("Schedule type");
        Map<String, String> scheduleOptions = named("Schedule ");
        if (type.isEmpty() && name.schedule().isEmpty() && ON_TIMESTEPS.contains(written)) {
            scheduleOptions.putAll(Map.of("as", "ddim", "steps_offset", "1", "final", "sigma_min"));
            builder.schedule(new Choice("leading", scheduleOptions));
            draft.note(
                    written + " runs over timesteps in A1111: DDIM's are taken for them, which come near and may not be"
                            + " the same");
        } else {
            String schedule = type.filter(value -> !value.equals("Automatic"))
                    .map(value -> SCHEDULES.getOrDefault(value, value))
                    .or(name::schedule)
                    .orElseGet(() -> automatic(name.sampler(), type.isPresent()));
            builder.schedule(new Choice(schedule, scheduleOptions));
        }
        builder.sampler(new Choice(name.sampler(), samplerOptions(name.sampler())));
    }

    /** Returns the schedule that no name says. */
    private String automatic(String sampler, boolean said) {
        String schedule = !said
                ? "normal"
                : AUTOMATIC_KARRAS.contains(sampler)
                        ? "karras"
                        : AUTOMATIC_EXPONENTIAL.contains(sampler) ? "exponential" : "normal";
        draft.note((said ? "Schedule type Automatic" : "no Schedule type") + ": taken as " + schedule);
        return schedule;
    }

    /** Returns the options whose labels begin with a word: {@code Schedule max sigma} is {@code sigma_max}. */
    private Map<String, String> named(String word) {
        Map<String, String> options = new TreeMap<>();
        for (String label : List.copyOf(left.keySet())) {
            if (label.startsWith(word)) {
                String option = label.substring(word.length())
                        .replace("max sigma", "sigma_max")
                        .replace("min sigma", "sigma_min");
                options.put(option, left.remove(label));
            }
        }
        return options;
    }

    private Map<String, String> samplerOptions(String sampler) {
        Map<String, String> options = named("Sampler ");
        new TreeMap<>(Infotext.OPTION_LABELS)
                .forEach((option, label) -> take(label).ifPresent(value -> {
                    if (has(sampler, option)) {
                        options.put(option, value);
                    } else {
                        draft.note(label + " " + value + ": " + sampler + " has no option " + option);
                    }
                }));
        take("Discard penultimate sigma")
                .filter(value -> !has(sampler, "discard_penultimate"))
                .ifPresent(value -> draft.note("Discard penultimate sigma: " + sampler + " keeps it"));
        return options;
    }

    private boolean has(String sampler, String option) {
        try {
            return plugins.registry(Sampler.class).get(sampler).info().options().stream()
                    .map(OptionSpec::name)
                    .anyMatch(option::equals);
        } catch (InvalidRequestException e) {
            // Told when the request is checked, with the names that come near.
            return true;
        }
    }

    private void noise(GenerationRequest.Builder builder) {
        Optional<String> own = take("Noise source");
        Optional<String> generator = take("RNG");
        if (own.isPresent()) {
            builder.noise(Choice.of(own.get()));
        } else {
            builder.noise(
                    Choice.of(generator.filter(value -> value.equals("CPU")).isPresent() ? "torch" : "philox"));
            if (generator.isEmpty()) {
                draft.note("no RNG: taken as A1111's default, the noise of an NVIDIA GPU (philox)");
            }
        }
    }

    private void process(GenerationRequest.Builder builder) {
        Optional<PredictionType> prediction =
                take("Prediction").map(value -> draft.constant(PredictionType.class, "Prediction", value));
        Optional<ProcessOverrides.Betas> betas = take("Beta schedule").map(ProcessOverrides.Betas::parse);
        boolean zeroSnr =
                take("Noise Schedule").filter("Zero Terminal SNR"::equals).isPresent();
        builder.process(new ProcessOverrides(prediction, betas, zeroSnr));
    }

    private void guidance(GenerationRequest.Builder builder) {
        String name = take("Guidance").orElse("cfg");
        builder.guidance(new Choice(name, named("Guidance ")));
    }

    private static boolean isTrue(String value) {
        return value.equalsIgnoreCase("true");
    }

    private void remarkOnTheRest() {
        SILENT.forEach(left::remove);
        left.remove("Clip skip", "1");
        for (String label : List.copyOf(left.keySet())) {
            if (UNKNOWN_HERE.containsKey(label)) {
                draft.note(label + " " + left.remove(label) + ": " + UNKNOWN_HERE.get(label));
            }
        }
        // What belongs to a label above needs no line of its own.
        left.keySet()
                .removeIf(label -> label.startsWith("Hires ")
                        || label.equals("Variation seed strength")
                        || label.equals("VAE hash")
                        || label.startsWith("Refiner "));
        if (!left.isEmpty()) {
            List<String> labels = left.keySet().stream().limit(6).toList();
            draft.note("not taken over: " + String.join(", ", labels)
                    + (left.size() > labels.size() ? " and " + (left.size() - labels.size()) + " more" : ""));
        }
    }
}
