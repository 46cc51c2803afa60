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

class Seeds3SamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Seeds3Sampler();
    }

    /** Not at r_1 = 1/3, where on this model the error of third order nearly vanishes. */
    /** At 36 steps its error is that of the floats themselves. */
    @Override
    protected int convergenceSteps(double order) {
        return 12;
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0", "r_1", "0.5"), 3.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("eta", "0"),
                Map.of("eta", "0.5", "s_noise", "1.003"),
                Map.of("r_1", "0.4", "r_2", "0.9"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/seeds_3.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }

    @Test
    void refusesStagesOutOfOrder() {
        Options options = Options.of(sampler().info().options(), Map.of("r_1", "0.7", "r_2", "0.7"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.99, 0.01}),
                                false,
                                SigmaSchedule.of(1, 0.5, 0),
                                options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected a number above r_1 = 0.7, found 0.7");
    }
}
