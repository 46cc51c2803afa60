package dev.darkroom.plugin.sampler.ddpm;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class DdpmSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DdpmSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("variance_type", "fixed_small_log", "clip_sample", "true"),
                Map.of("variance_floor", "1e-20"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/ddpm.json", "/golden/ddpm_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("variance_type", "fixed_small_log"));
    }
}
