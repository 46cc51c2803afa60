package dev.darkroom.plugin.sampler.unipc;

import dev.darkroom.api.Alias;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

/**
 * UniPC as ComfyUI means it, which ends at sigma 0.001 and so not at an estimate of x0. Trap: ComfyUI writes that level into
 * the caller's array; here levels do not change.
 */
class UniPcComfyUiTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new UniPcSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return sampler().info().aliases().stream()
                .map(Alias::presets)
                .filter(presets -> !presets.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    protected boolean endsAtAnEstimate() {
        return false;
    }
}
