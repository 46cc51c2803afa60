package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class ErSdeSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new ErSdeSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(
                Map.of("solver_type", "ODE", "max_stage", "1"),
                1.0,
                Map.of("solver_type", "ODE", "max_stage", "2"),
                2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("max_stage", "1"),
                Map.of("solver_type", "Reverse-time SDE", "eta", "0.5"),
                Map.of("solver_type", "ODE"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/er_sde.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("max_stage", "1"), Map.of(), Map.of("solver_type", "Reverse-time SDE"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }
}
