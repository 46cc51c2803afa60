package dev.darkroom.plugin.sampler.heun;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class HeunSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new HeunSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("s_churn", "3", "s_tmin", "0.05", "s_tmax", "10", "s_noise", "1.003"),
                Map.of("clip_sample", "true"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return !options.containsKey("s_churn");
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/heun.json", "/golden/heun_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("s_churn", "3"));
    }
}
