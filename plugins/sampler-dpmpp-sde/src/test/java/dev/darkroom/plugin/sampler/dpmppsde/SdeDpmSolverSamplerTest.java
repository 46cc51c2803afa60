package dev.darkroom.plugin.sampler.dpmppsde;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesTheThirdOrderThatNoiseEstimatesLack() {
        Options options =
                Options.of(sampler().info().options(), Map.of("algorithm_type", "sde-dpmsolver", "solver_order", "3"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.99, 0.01}),
                                false,
                                SigmaSchedule.of(1, 0.5, 0),
                                options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected 1 or 2 with algorithm_type=sde-dpmsolver, found 3");
    }

    @Test
    void refusesNoiseEstimatesOfAFlow() {
        Options options = Options.of(sampler().info().options(), Map.of("algorithm_type", "sde-dpmsolver"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected sde-dpmsolver++ for a flow model");
    }
}
