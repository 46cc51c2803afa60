package dev.darkroom.plugin.sampler.pndm;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class PndmSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new PndmSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0, Map.of("skip_prk_steps", "false"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("skip_prk_steps", "false"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/plms.json", "/golden/plms_more.json");
    }

    /** diffusers integrates the multistep formula to sigma 0. */
    @Override
    protected boolean endsAtAnEstimate() {
        return false;
    }
}
