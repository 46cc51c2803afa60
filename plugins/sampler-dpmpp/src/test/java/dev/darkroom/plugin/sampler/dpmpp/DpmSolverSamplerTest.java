package dev.darkroom.plugin.sampler.dpmpp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DpmSolverSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new DpmSolverSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(
                Map.of("solver_order", "1"), 1.0,
                Map.of(), 2.0,
                Map.of("solver_type", "heun"), 2.0,
                Map.of("solver_order", "3"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "lower_order_final", "false"),
                Map.of("solver_type", "heun", "euler_at_final", "true"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_multistep.json", "/golden/dpm_multistep_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Test
    void refusesAFlowModel() {
        Options options = Options.of(sampler().info().options(), Map.of());
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found a flow model: try dpmpp_2m");
    }
}
