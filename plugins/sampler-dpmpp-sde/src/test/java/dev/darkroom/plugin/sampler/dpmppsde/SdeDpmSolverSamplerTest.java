package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class SdeDpmSolverSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new SdeDpmSolverSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "lower_order_final", "false"),
                Map.of("solver_type", "heun", "euler_at_final", "true"),
                Map.of("algorithm_type", "sde-dpmsolver"),
                Map.of("algorithm_type", "sde-dpmsolver", "solver_type", "heun"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/sde_dpmsolver.json", "/golden/sde_dpmsolver_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(
                Map.of(), Map.of("solver_order", "1"), Map.of("solver_order", "3"), Map.of("solver_type", "heun"));
    }
}
