package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class Dpmpp2mSdeSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp2mSdeSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 2.0, Map.of("eta", "0", "solver_type", "heun"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("solver_type", "heun", "s_noise", "1.003"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_2m_sde.json", "/golden/dpmpp_2m_sde_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"), Map.of("solver_type", "heun"));
    }
}
