package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.SamplerName;
import dev.darkroom.host.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of what the user said and, where nothing was said, of the picture that was named or else of what the model
 * suggests and the contract's defaults, in that order.
 */
final class Requests {

    private final GenerateOptions options;
    private final ModelCard card;
    private final PluginHost plugins;
    private final Optional<GenerationRequest> picture;

    Requests(GenerateOptions options, ModelCard card, PluginHost plugins) {
        this(options, card, plugins, Optional.empty());
    }

    /**
     * Makes requests of the model that the user, the picture or the installation names.
     *
     * @param recipe how the picture was made that the request is to be like
     * @throws InvalidRequestException if that model is not installed
     */
    static Requests of(GenerateOptions options, Darkroom darkroom, Optional<Recipe> recipe) {
        Optional<String> model = Optional.ofNullable(options.model)
                .or(() -> recipe.flatMap(read -> read.request().model()));
        if (options.model == null) {
            recipe.ifPresent(read -> read.requireInstalledModel(darkroom.models()));
        }
        ModelCard card = darkroom.models().find(model);
        if (options.precision == PrecisionChoice.AUTO) {
            options.precision = PrecisionChoice.of(darkroom.fastest(card.precisions()));
        }
        return new Requests(options, card, darkroom.plugins(), recipe.map(Recipe::request));
    }

    /**
     * Makes requests like that of a picture.
     *
     * @param picture the request that made it
     */
    Requests(GenerateOptions options, ModelCard card, PluginHost plugins, Optional<GenerationRequest> picture) {
        this.options = options;
        this.card = card;
        this.plugins = plugins;
        this.picture = picture;
    }

    GenerationRequest request(InspectionSettings configured) {
        GenerationRequest base = picture.orElseGet(this::suggested);
        GenerationRequest.Builder builder = base.toBuilder()
                .seed(seed())
                .count(options.count)
                .batchSize(options.batchSize)
                .sgmNoiseMultiplier(options.sgmNoiseMultiplier || base.sgmNoiseMultiplier())
                .decoding(decoding(base.decoding()))
                .keepSteps(options.saveSteps)
                .inspection(inspection(configured))
                .process(process(base.process()));
        if (!options.prompt.isEmpty()) {
            builder.prompt(String.join(" ", options.prompt));
        }
        said(options.negativePrompt, builder::negativePrompt);
        said(options.model, builder::model);
        said(options.weights, builder::weights);
        if (options.precision != null && options.precision != PrecisionChoice.AUTO) {
            builder.precision(Precision.valueOf(options.precision.name()));
        }
        said(options.steps, builder::steps);
        said(options.cfgScale, builder::cfgScale);
        said(options.width, builder::width);
        said(options.height, builder::height);
        builder.guidance(choice(options.guidance, options.guidanceOptions, base.guidance()))
                .noise(choice(options.noiseSource, options.noiseOptions, base.noise()));
        samplerAndSchedule(builder, base);
        return builder.build();
    }

    private static <T> void said(@Nullable T value, Consumer<T> set) {
        if (value != null) {
            set.accept(value);
        }
    }

    /** Another extension does not inherit the options of the one it stands for. */
    private static Choice choice(@Nullable String name, Map<String, String> values, Choice base) {
        if (name != null) {
            return new Choice(name, values);
        }
        Map<String, String> merged = new LinkedHashMap<>(base.options());
        merged.putAll(values);
        return new Choice(base.name(), merged);
    }

    private void samplerAndSchedule(GenerationRequest.Builder builder, GenerationRequest base) {
        Choice sampler = choice(options.sampler, options.samplerOptions, base.sampler());
        SamplerName name = SamplerName.of(sampler.name(), plugins);
        builder.sampler(new Choice(name.sampler(), sampler.options()));
        if (options.sigmas != null) {
            builder.schedule(byHand(options.sigmas)).steps(stepsOf(options.sigmas));
        } else {
            @Nullable
            String schedule = options.schedule == null ? name.schedule().orElse(null) : options.schedule;
            builder.schedule(choice(schedule, options.scheduleOptions, base.schedule()));
        }
    }

    /** Returns what the model suggests over the contract's defaults. */
    private GenerationRequest suggested() {
        GenerationRequest.Builder builder = GenerationRequest.of("");
        suggestion("steps", Integer::valueOf, options.steps == null).ifPresent(builder::steps);
        suggestion("cfg-scale", Double::valueOf, options.cfgScale == null).ifPresent(builder::cfgScale);
        suggestion("width", Integer::valueOf, options.width == null).ifPresent(builder::width);
        suggestion("height", Integer::valueOf, options.height == null).ifPresent(builder::height);
        suggestion("sampler", Choice::of, true).ifPresent(builder::sampler);
        suggestion("schedule", Choice::of, true).ifPresent(builder::schedule);
        suggestion("guidance", Choice::of, true).ifPresent(builder::guidance);
        return builder.build();
    }

    private Choice byHand(String sigmas) {
        if (options.schedule != null || !options.scheduleOptions.isEmpty()) {
            throw new InvalidRequestException("--sigmas: expected no --schedule beside it, found both. Leave one out");
        }
        return new Choice("manual", Map.of("sigmas", sigmas));
    }

    private int stepsOf(String sigmas) {
        int steps = sigmas.split(",", -1).length - 1;
        if (steps < 1) {
            throw new InvalidRequestException(
                    "--sigmas: expected at least 2 levels, as in 14.6,7,3,1,0, found \"" + sigmas + "\"");
        }
        if (options.steps != null && options.steps != steps) {
            throw new InvalidRequestException("--sigmas: expected " + (options.steps + 1L) + " levels for --steps "
                    + options.steps + ", found " + (steps + 1) + ". Leave --steps out");
        }
        return steps;
    }

    private ProcessOverrides process(ProcessOverrides base) {
        return new ProcessOverrides(
                Optional.ofNullable(options.prediction).or(base::prediction),
                Optional.ofNullable(options.betaSchedule)
                        .map(ProcessOverrides.Betas::parse)
                        .or(base::betas),
                options.zeroSnr || base.zeroSnr());
    }

    private Decoding decoding(Decoding base) {
        if (options.vaeTile == null) {
            if (options.vaeTileOverlap != null) {
                throw new InvalidRequestException("--vae-tile-overlap: expected --vae-tile beside it, found none");
            }
            return base;
        }
        int factor = card.factor();
        return options.vaeTileOverlap == null
                ? new Decoding(options.vaeTile, options.vaeTile / 4 / factor * factor)
                : new Decoding(options.vaeTile, options.vaeTileOverlap);
    }

    private long seed() {
        if (options.seed != null && options.seed != -1) {
            return options.seed;
        }
        if (options.seed == null && picture.isPresent()) {
            return picture.get().seed();
        }
        // The range A1111 draws from, so that the seed means the same there.
        return ThreadLocalRandom.current().nextLong(1L << 32);
    }

    private <T> Optional<T> suggestion(String name, Function<String, T> read, boolean wanted) {
        String suggested = card.defaults().get(name);
        if (suggested == null || !wanted) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(suggested));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "model " + card.id() + " suggests " + name + " \"" + suggested + "\", which is no number; give --"
                            + name,
                    e);
        }
    }

    private InspectionSettings inspection(InspectionSettings configured) {
        InspectionSettings settings = options.inspection.over(configured);
        return options.noInspect
                ? new InspectionSettings(false, settings.only(), settings.except(), settings.options())
                : settings;
    }
}
