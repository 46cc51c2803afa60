package dev.darkroom.plugin.sampler.dpmsinglestep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DpmSinglestepSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DpmSinglestepSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(
                Map.of("solver_order", "1"), 1.0,
                Map.of(), 2.0,
                Map.of("solver_type", "heun"), 2.0,
                Map.of("solver_order", "3"), 3.0,
                Map.of("algorithm_type", "dpmsolver", "solver_order", "3", "solver_type", "heun"), 3.0,
                Map.of("algorithm_type", "dpmsolver"), 2.0,
                Map.of("algorithm_type", "dpmsolver", "solver_order", "3"), 3.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "solver_type", "heun"),
                Map.of("lower_order_final", "true", "thresholding", "true"),
                Map.of("algorithm_type", "dpmsolver", "solver_order", "3"),
                Map.of("algorithm_type", "sde-dpmsolver++"),
                Map.of("algorithm_type", "sde-dpmsolver++", "solver_order", "3", "solver_type", "heun"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_singlestep.json", "/golden/dpm_singlestep_extra.json");
    }

    /** In a group of more than one level the second of two equal ones corrects the way to the first. */
    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return "1".equals(options.get("solver_order"));
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(
                Map.of("algorithm_type", "sde-dpmsolver++", "solver_order", "1"),
                Map.of("algorithm_type", "sde-dpmsolver++"));
    }

    @Test
    void refusesNoiseEstimatesOfAFlow() {
        Options options = Options.of(sampler().info().options(), Map.of("algorithm_type", "dpmsolver"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected dpmsolver++ or sde-dpmsolver++ for a flow model");
    }
}
