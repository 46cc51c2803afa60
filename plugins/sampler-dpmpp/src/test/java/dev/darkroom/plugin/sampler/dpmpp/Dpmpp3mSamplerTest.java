package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class Dpmpp3mSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp3mSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0, Map.of("solver_order", "1"), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("lower_order_final", "true"),
                Map.of("flow_lambda", "snr", "solver_type", "heun", "euler_at_final", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_3m.json", "/golden/dpmpp_3m_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
