package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.testing.Betas;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link NoiseSchedule} must do. A schedule's test extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NoiseScheduleContract {

    /** A model of Stable Diffusion's training schedule. */
    protected static final DiffusionProcess SD =
            DiffusionProcess.discrete(PredictionType.EPSILON, Betas.alphasCumprod("sd"));

    /** Returns the schedule under test. */
    protected abstract NoiseSchedule schedule();

    /** Returns whether a run has as many steps as were asked for, as nearly all schedules promise. */
    protected boolean exactSteps() {
        return true;
    }

    /** Returns the levels for Stable Diffusion under the default options. */
    protected SigmaSchedule sigmas(int steps) {
        return sigmas(SD, steps, Map.of());
    }

    /** Returns the levels of the schedule under test. */
    protected SigmaSchedule sigmas(DiffusionProcess process, int steps, Map<String, String> options) {
        return schedule().sigmas(process, steps, Options.of(schedule().info().options(), options));
    }

    // SigmaSchedule itself refuses levels that do not fall strictly, so that a schedule that returns is monotone.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 50, 333, 1000})
    void startsWithinTheTrainedRangeAndEndsAtZero(int steps) {
        SigmaSchedule sigmas = sigmas(steps);
        if (exactSteps()) {
            assertThat(sigmas.steps()).isEqualTo(steps);
        }
        assertThat(sigmas.at(0)).isLessThanOrEqualTo(SD.sigmaMax() * (1 + 1e-12));
        assertThat(sigmas.at(sigmas.steps() - 1)).isGreaterThanOrEqualTo(SD.sigmaMin() * (1 - 1e-12));
        assertThat(sigmas.at(sigmas.steps())).isZero();
    }

    @Test
    void isAPureFunction() {
        SigmaSchedule first = sigmas(13);
        sigmas(4);
        assertThat(sigmas(13)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesLessThanOneStep(int steps) {
        assertThatThrownBy(() -> sigmas(steps))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("step")
                .hasMessageContaining("found " + steps);
    }

    @Test
    void saysWhoItIs() {
        assertThat(schedule().info()).isEqualTo(schedule().info());
        assertThat(schedule().info().description()).isNotBlank();
        assertThat(schedule().info().source()).as("paper or program").isPresent();
        assertThat(schedule().info().names()).doesNotHaveDuplicates();
    }
}
