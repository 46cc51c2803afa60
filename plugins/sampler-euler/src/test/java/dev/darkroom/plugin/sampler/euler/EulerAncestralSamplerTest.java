package dev.darkroom.plugin.sampler.euler;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class EulerAncestralSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new EulerAncestralSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("eta", "0.5", "s_noise", "1.02"), Map.of("eta", "1.5"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/euler_ancestral.json", "/golden/euler_ancestral_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }
}
