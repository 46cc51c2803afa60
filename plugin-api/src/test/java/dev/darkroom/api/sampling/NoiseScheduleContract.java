package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.Alias;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.testing.Processes;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link NoiseSchedule} must do. A schedule's test extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NoiseScheduleContract {

    /** A model of Stable Diffusion's training schedule. */
    protected static final DiffusionProcess SD = Processes.STABLE_DIFFUSION;

    /** Returns the schedule under test. */
    protected abstract NoiseSchedule schedule();

    /** Returns the process of a model the schedule serves. */
    protected DiffusionProcess process() {
        return SD;
    }

    /** Returns numbers of steps the schedule serves. */
    protected IntStream steps() {
        return IntStream.of(1, 2, 3, 7, 20, 50, 333, 1000);
    }

    /** Returns options under which the schedule serves a number of steps. */
    protected Map<String, String> options(int steps) {
        return Map.of();
    }

    /** Returns whether a run has as many steps as were asked for, as nearly all schedules promise. */
    protected boolean exactSteps() {
        return true;
    }

    /** Returns whether the levels lie between the smallest and the largest trained, as nearly all schedules promise. */
    protected boolean withinTrainedRange() {
        return true;
    }

    /** Returns the level a run ends at. */
    protected double end() {
        return 0;
    }

    /** Returns the levels for {@link #process()} under {@link #options}. */
    protected SigmaSchedule sigmas(int steps) {
        return sigmas(process(), steps, options(steps));
    }

    /** Returns the levels of the schedule under test. */
    protected SigmaSchedule sigmas(DiffusionProcess process, int steps, Map<String, String> options) {
        return schedule().sigmas(process, steps, Options.of(schedule().info().options(), options));
    }

    // SigmaSchedule itself refuses levels that do not fall strictly, so that a schedule that returns is monotone.
    @ParameterizedTest
    @MethodSource("steps")
    void startsWithinTheTrainedRangeAndEndsAtZero(int steps) {
        SigmaSchedule sigmas = sigmas(steps);
        if (exactSteps()) {
            assertThat(sigmas.steps()).isEqualTo(steps);
        }
        if (withinTrainedRange()) {
            assertThat(sigmas.at(0)).isLessThanOrEqualTo(process().sigmaMax() * (1 + 1e-12));
            assertThat(sigmas.at(sigmas.steps() - 1))
                    .isGreaterThanOrEqualTo(process().sigmaMin() * (1 - 1e-12));
        }
        assertThat(sigmas.at(sigmas.steps())).isEqualTo(end());
    }

    @Test
    void isAPureFunction() {
        int some =
                steps().skip(1).findFirst().orElseGet(() -> steps().findFirst().orElseThrow());
        SigmaSchedule first = sigmas(some);
        steps().forEach(this::sigmas);
        assertThat(sigmas(some)).isEqualTo(first);
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
    void servesItsModelOrSaysWhichItWants() {
        for (DiffusionProcess process : new DiffusionProcess[] {SD, DiffusionProcess.flow()}) {
            int some = steps().findFirst().orElseThrow();
            try {
                assertThat(sigmas(process, some, options(some)).steps()).isPositive();
            } catch (InvalidRequestException e) {
                assertThat(e)
                        .hasMessageMatching("schedule \\S+: .*expected .*, found .*")
                        .hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void saysWhoItIs() {
        assertThat(schedule().info()).isEqualTo(schedule().info());
        assertThat(schedule().info().description()).isNotBlank();
        assertThat(schedule().info().source()).as("paper or program").isPresent();
        assertThat(schedule().info().names()).doesNotHaveDuplicates();
        assertThat(schedule().info().options()).extracting(OptionSpec::name).doesNotHaveDuplicates();
        for (Alias alias : schedule().info().aliases()) {
            assertThatNoException()
                    .as(alias.name())
                    .isThrownBy(() -> Options.of(schedule().info().options(), alias.presets()));
        }
    }
}
