package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class ResMultistepSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new ResMultistepSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "1"), Map.of("eta", "0.5", "s_noise", "1.1"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/res_multistep.json", "/golden/res_multistep_ancestral.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("eta", "1"), Map.of("eta", "0.4"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
