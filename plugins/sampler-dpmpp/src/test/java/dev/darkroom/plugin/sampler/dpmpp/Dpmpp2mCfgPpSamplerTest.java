package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class Dpmpp2mCfgPpSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp2mCfgPpSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0);
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_2m_cfg_pp.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
