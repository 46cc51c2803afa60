package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class GradientEstimationCfgPpSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new GradientEstimationCfgPpSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("ge_gamma", "1.5"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/gradient_estimation_cfg_pp.json");
    }
}
