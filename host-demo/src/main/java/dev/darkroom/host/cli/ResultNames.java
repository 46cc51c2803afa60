package dev.darkroom.host.cli;

import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.image.DisplayNames;
import dev.darkroom.host.plugin.PluginHost;

/** What people call the extensions that made a picture. */
final class ResultNames {

    private ResultNames() {}

    static DisplayNames of(GenerationResult result, PluginHost plugins) {
        Provenance provenance = result.provenance();
        return new DisplayNames(
                DisplayNames.sampler(
                        plugins.registry(Sampler.class)
                                .get(provenance.sampler())
                                .info(),
                        result.request().sampler().options()),
                plugins.registry(NoiseSchedule.class)
                        .get(provenance.schedule())
                        .info()
                        .displayName());
    }
}
