package dev.darkroom.plugin.sampler.pndm;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class IpndmSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new IpndmSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(
                Map.of("max_order", "1"),
                1.0,
                Map.of("max_order", "2"),
                2.0,
                Map.of("max_order", "3"),
                2.0,
                Map.of(),
                2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("max_order", "1"), Map.of("max_order", "3"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/ipndm.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
