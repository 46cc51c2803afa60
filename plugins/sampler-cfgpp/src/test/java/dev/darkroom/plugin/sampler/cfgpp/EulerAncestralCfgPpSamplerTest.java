package dev.darkroom.plugin.sampler.cfgpp;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class EulerAncestralCfgPpSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new EulerAncestralCfgPpSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("eta", "0.5", "s_noise", "1.02"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/euler_ancestral_cfg_pp.json", "/golden/euler_ancestral_cfg_pp_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }
}
