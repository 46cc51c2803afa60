package dev.darkroom.plugin.sampler.cfgpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EulerCfgPpSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new EulerCfgPpSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/euler_cfg_pp.json");
    }

    @Test
    void asksForTheUnconditionalEstimate() {
        assertThat(new EulerCfgPpSampler().needsUnconditional()).isTrue();
        assertThat(new EulerAncestralCfgPpSampler().needsUnconditional()).isTrue();
    }
}
