package dev.darkroom.host.pipeline;

import dev.darkroom.api.Described;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import dev.darkroom.host.text.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * A request with every name resolved and every option checked; nothing is loaded yet.
 *
 * @param request the request, with every extension by its id and what its name implied among its options
 * @param model the model
 * @param width picture width in pixels
 * @param height picture height in pixels
 * @param sampler the sampler
 * @param schedule the noise schedule
 * @param guidance the guidance
 * @param noise the noise source
 */
record Plan(
        GenerationRequest request,
        ModelCard model,
        int width,
        int height,
        Part<Sampler> sampler,
        Part<NoiseSchedule> schedule,
        Part<Guidance> guidance,
        Part<NoiseSource> noise) {

    /**
     * A chosen extension and its options.
     *
     * @param registered the extension and where it came from
     * @param options its checked options
     * @param choice the extension by its id, with the options that were given or that its name implied
     */
    record Part<T extends Described>(Registered<T> registered, Options options, Choice choice) {

        T extension() {
            return registered.extension();
        }

        String id() {
            return registered.id();
        }
    }

    /**
     * Resolves a request.
     *
     * @throws InvalidRequestException if it names something unknown or impossible
     */
    static Plan of(GenerationRequest request, PluginHost plugins, ModelStore models) {
        // Names and options first: they are cheap and need no model.
        Part<Sampler> sampler = part(plugins, Sampler.class, request.sampler());
        Part<NoiseSchedule> schedule = part(plugins, NoiseSchedule.class, request.schedule());
        Part<Guidance> guidance = part(plugins, Guidance.class, request.guidance());
        Part<NoiseSource> noise = part(plugins, NoiseSource.class, request.noise());
        ModelCard model = models.find(request.model());
        requireHeld("weights", "--weights", request.weights(), model.weights(), model);
        requireHeld("precision", "--precision", request.precision(), model.precisions(), model);
        int width = request.width().orElse(model.width());
        int height = request.height().orElse(model.height());
        requireMultiple("width", width, model);
        requireMultiple("height", height, model);
        requireMultiple("decoding tile", request.decoding().tile(), model);
        requireMultiple("overlap of decoding tiles", request.decoding().overlap(), model);
        GenerationRequest resolved = request.toBuilder()
                .sampler(sampler.choice())
                .schedule(schedule.choice())
                .guidance(guidance.choice())
                .noise(noise.choice())
                .build();
        return new Plan(resolved, model, width, height, sampler, schedule, guidance, noise);
    }

    private static <T extends Described> Part<T> part(PluginHost plugins, Class<T> point, Choice choice) {
        Registry.Found<T> found = plugins.registry(point).find(choice.name());
        Registered<T> registered = found.registered();
        Map<String, String> options = new HashMap<>(found.presets());
        options.putAll(choice.options());
        try {
            return new Part<>(
                    registered, Options.of(registered.info().options(), options), new Choice(registered.id(), options));
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(registered.id() + ": " + e.getMessage(), e);
        }
    }

    private static <E extends Enum<E>> void requireHeld(
            String what, String option, E wanted, java.util.Set<E> held, ModelCard model) {
        if (!held.contains(wanted)) {
            throw new InvalidRequestException("model " + model.id() + " has no " + Words.lower(wanted) + " " + what
                    + ": use "
                    + option + " "
                    + String.join("|", held.stream().map(Words::lower).sorted().toList()));
        }
    }

    private static void requireMultiple(String what, int value, ModelCard model) {
        int factor = model.factor();
        if (value % factor != 0) {
            int below = value / factor * factor;
            throw new InvalidRequestException(what + " " + value + " is not a multiple of " + factor + " (model "
                    + model.id() + "): use " + (below > 0 ? below + " or " : "") + (below + factor));
        }
    }
}
