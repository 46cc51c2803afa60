package dev.darkroom.plugin.sampler.flow;

import dev.darkroom.api.sampling.Sampler;
import java.util.List;
import java.util.Map;

class FlowHeunSamplerTest extends FlowSamplerContract {

    @Override
    protected Sampler sampler() {
        return new FlowHeunSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0);
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/flow_heun.json", "/golden/flow_heun_more.json");
    }
}
