package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiffusionProcessTest {

    @ParameterizedTest
    @EnumSource(BetaSchedule.class)
    void timestepInvertsSigma(BetaSchedule schedule) {
        DiffusionProcess process = Processes.discrete(schedule.betas(1000, 1e-4, 0.02));
        for (double t = 0; t <= 999; t += 7.4) {
            assertThat(process.timestep(process.sigma(t))).isCloseTo(t, within(1e-6));
        }
    }

    @Test
    void theLargestLevelOfSquaredCosineIsThatOfDiffusers() {
        DiffusionProcess cosine = Processes.discrete(BetaSchedule.SQUAREDCOS_CAP_V2.betas(1000, 0, 0));
        // diffusers in float64; in float32 it is 20291.303, for the last products are differences of almost equal
        // numbers.
        assertThat(cosine.sigmaMax()).isCloseTo(20291.169610019886, within(2e-8));
        assertThat(cosine.timestep(cosine.sigmaMax())).isEqualTo(999);
        assertThat(cosine.timestep(1e6)).isEqualTo(999);
    }

    @Test
    void aFloorBelowItsPredecessorKeepsItsTimestep() {
        double[] linear = BetaSchedule.cumulativeProducts(BetaSchedule.LINEAR.betas(1000, 1e-4, 0.02));
        double[] rescaled = BetaSchedule.zeroTerminalSnr(linear, BetaSchedule.DIFFUSERS_FLOOR);
        DiffusionProcess process = DiffusionProcess.discrete(PredictionType.V, rescaled);
        assertThat(process.timestep(process.sigmaMax())).isEqualTo(999);
        assertThat(process.timestep(process.sigma(998))).isEqualTo(998);
        assertThat(process.timestep(1e9)).isEqualTo(998);
        assertThat(process.alphasCumprod()).isEqualTo(rescaled);
    }

    @Test
    void refusesProductsThatRise() {
        assertThatThrownBy(() -> DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.5, 0.6, 0.1}))
                .hasMessage("alphasCumprod[1]: expected a value in (0,0.5) below its predecessor, found 0.6");
        assertThatThrownBy(() -> DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.5, 0.4, 0.5}))
                .hasMessageStartingWith("alphasCumprod[2]: expected");
    }

    @Test
    void shiftsTheOddsOfNoise() {
        double shifted = DiffusionProcess.shift(0.25, 3);
        assertThat(shifted / (1 - shifted)).isCloseTo(3 * 0.25 / 0.75, within(1e-15));
        assertThat(DiffusionProcess.shift(1, 3)).isEqualTo(1);
    }
}
