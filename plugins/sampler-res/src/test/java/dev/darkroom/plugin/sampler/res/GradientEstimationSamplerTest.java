package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class GradientEstimationSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new GradientEstimationSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0, Map.of("ge_gamma", "1.5"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("ge_gamma", "1"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/gradient_estimation.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
