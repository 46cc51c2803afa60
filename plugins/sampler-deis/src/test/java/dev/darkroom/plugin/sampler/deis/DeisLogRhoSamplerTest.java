package dev.darkroom.plugin.sampler.deis;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

class DeisLogRhoSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new DeisLogRhoSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("solver_order", "1"), 1.0, Map.of(), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "lower_order_final", "false"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/deis_logrho.json", "/golden/deis_logrho_more.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
