package dev.darkroom.plugin.sampler.euler;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class EulerSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new EulerSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        // Not churn_after_model: noise the model never saw stays in the picture, so that it cannot end at x0.
        return List.of(Map.of(), Map.of("s_churn", "3", "s_tmin", "0.05", "s_tmax", "10", "s_noise", "1.003"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return !options.containsKey("s_churn");
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/euler.json", "/golden/euler_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("s_churn", "3"));
    }
}
