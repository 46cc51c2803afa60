package dev.darkroom.plugin.sampler.flow;

import dev.darkroom.api.sampling.Sampler;
import java.util.List;
import java.util.Map;

class FlowEulerSamplerTest extends FlowSamplerContract {

    @Override
    protected Sampler sampler() {
        return new FlowEulerSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("stochastic_sampling", "true"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return options.isEmpty();
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/flow_euler.json", "/golden/flow_euler_more.json");
    }
}
