package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a request of what the user said, what the model suggests, and the contract's defaults, in that order. */
final class Requests {

    private final GenerateOptions options;
    private final ModelCard card;
    private final PluginHost plugins;

    Requests(GenerateOptions options, ModelCard card, PluginHost plugins) {
        this.options = options;
        this.card = card;
        this.plugins = plugins;
    }

    GenerationRequest request(InspectionSettings configured) {
        GenerationRequest.Builder builder = GenerationRequest.of(String.join(" ", options.prompt))
                .negativePrompt(options.negativePrompt)
                .weights(options.weights)
                .precision(options.precision)
                .seed(seed())
                .count(options.count)
                .batchSize(options.batchSize)
                .sgmNoiseMultiplier(options.sgmNoiseMultiplier)
                .decoding(decoding())
                .keepSteps(options.saveSteps)
                .inspection(inspection(configured));
        GenerationRequest base = builder.build();
        Optional.ofNullable(options.model).ifPresent(builder::model);
        if (options.sigmas == null) {
            given(options.steps, "steps", Integer::valueOf).ifPresent(builder::steps);
        } else {
            builder.steps(stepsOf(options.sigmas));
        }
        given(options.cfgScale, "cfg-scale", Double::valueOf).ifPresent(builder::cfgScale);
        given(options.width, "width", Integer::valueOf).ifPresent(builder::width);
        given(options.height, "height", Integer::valueOf).ifPresent(builder::height);
        String sampler = given(options.sampler, "sampler", Function.identity())
                .orElse(base.sampler().name());
        String schedule = given(options.schedule, "schedule", Function.identity())
                .orElse(base.schedule().name());
        Optional<Registered<NoiseSchedule>> suffix = scheduleIn(sampler);
        if (suffix.isPresent()) {
            sampler = withoutSuffix(sampler, suffix.get());
            if (options.schedule == null) {
                schedule = suffix.get().id();
            }
        }
        return builder.sampler(new Choice(sampler, options.samplerOptions))
                .schedule(
                        options.sigmas == null ? new Choice(schedule, options.scheduleOptions) : byHand(options.sigmas))
                .process(process())
                .guidance(new Choice(
                        given(options.guidance, "guidance", Function.identity())
                                .orElse(base.guidance().name()),
                        options.guidanceOptions))
                .noise(new Choice(
                        options.noiseSource == null ? base.noise().name() : options.noiseSource, options.noiseOptions))
                .build();
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

    private ProcessOverrides process() {
        return new ProcessOverrides(
                Optional.ofNullable(options.prediction),
                Optional.ofNullable(options.betaSchedule).map(ProcessOverrides.Betas::parse),
                options.zeroSnr);
    }

    private Decoding decoding() {
        if (options.vaeTile == null) {
            if (options.vaeTileOverlap != null) {
                throw new InvalidRequestException("--vae-tile-overlap: expected --vae-tile beside it, found none");
            }
            return Decoding.WHOLE;
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
        // The range A1111 draws from, so that the seed means the same there.
        return ThreadLocalRandom.current().nextLong(1L << 32);
    }

    private <T> Optional<T> given(@Nullable T said, String name, Function<String, T> read) {
        if (said != null) {
            return Optional.of(said);
        }
        String suggested = card.defaults().get(name);
        if (suggested == null) {
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

    /** A1111 once named sampler and schedule as one, and people still write it: {@code DPM++ 2M Karras}. */
    private Optional<Registered<NoiseSchedule>> scheduleIn(String sampler) {
        if (sampler.indexOf(' ') < 0 || isSampler(sampler)) {
            return Optional.empty();
        }
        return plugins.registry(NoiseSchedule.class).all().stream()
                .filter(schedule -> {
                    String rest = withoutSuffix(sampler, schedule);
                    return !rest.equals(sampler) && isSampler(rest);
                })
                .findFirst();
    }

    private boolean isSampler(String name) {
        try {
            plugins.registry(Sampler.class).get(name);
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private static String withoutSuffix(String sampler, Registered<NoiseSchedule> schedule) {
        String folded = sampler.toLowerCase(Locale.ROOT);
        return schedule.info()
                .names()
                .map(name -> " " + name.toLowerCase(Locale.ROOT))
                .filter(folded::endsWith)
                .findFirst()
                .map(name -> sampler.substring(0, sampler.length() - name.length()))
                .orElse(sampler);
    }

    private InspectionSettings inspection(InspectionSettings configured) {
        InspectionSettings settings = options.inspection.over(configured);
        return options.noInspect
                ? new InspectionSettings(false, settings.only(), settings.except(), settings.options())
                : settings;
    }
}
