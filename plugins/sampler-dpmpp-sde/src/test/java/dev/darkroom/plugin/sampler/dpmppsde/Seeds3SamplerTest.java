package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class Seeds3SamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Seeds3Sampler();
    }

    /** Not at r_1 = 1/3, where on this model the error of third order nearly vanishes. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0", "r_1", "0.5"), 3.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("eta", "0"),
                Map.of("eta", "0.5", "s_noise", "1.003"),
                Map.of("r_1", "0.4", "r_2", "0.9"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/seeds_3.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }
}
