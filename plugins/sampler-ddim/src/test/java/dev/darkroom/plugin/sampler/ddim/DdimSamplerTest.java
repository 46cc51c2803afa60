package dev.darkroom.plugin.sampler.ddim;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class DdimSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DdimSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("eta", "0.5"),
                Map.of("eta", "1"),
                Map.of("eta", "0.5", "clip_sample", "true", "use_clipped_model_output", "true"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/ddim.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("eta", "0.5"), Map.of("eta", "1"));
    }
}
