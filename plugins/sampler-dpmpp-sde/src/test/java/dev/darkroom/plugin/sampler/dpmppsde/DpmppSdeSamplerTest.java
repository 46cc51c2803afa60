package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class DpmppSdeSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DpmppSdeSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 2.0, Map.of("eta", "0", "r", "0.8"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(), Map.of("eta", "0"), Map.of("eta", "0.5", "s_noise", "1.003", "r", "0.7"), Map.of("r", "1"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_sde.json", "/golden/dpmpp_sde_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"), Map.of("r", "0.3"));
    }
}
