package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.testing.Processes;
import org.junit.jupiter.api.Test;

class SigmaScheduleTest {

    @Test
    void tellsItsOwnTimestepsAtItsLevelsAndTheProcessesBetween() {
        SigmaSchedule schedule = SigmaSchedule.of(10, 5, 0).withTimesteps(920, 800);
        assertThat(schedule.timestep(Processes.STABLE_DIFFUSION, 5)).isEqualTo(800);
        assertThat(schedule.timestep(Processes.STABLE_DIFFUSION, 7)).isEqualTo(Processes.STABLE_DIFFUSION.timestep(7));
        assertThat(schedule.timestep(1)).hasValue(800);
        assertThat(SigmaSchedule.of(10, 5, 0).timestep(1)).isEmpty();
        assertThat(schedule).isNotEqualTo(SigmaSchedule.of(10, 5, 0));
        assertThat(SigmaSchedule.of(10, 5, 1, 0)
                        .withTimesteps(3, 2, 1)
                        .withoutPenultimate()
                        .timestep(1))
                .hasValue(2);
    }

    @Test
    void refusesTimestepsThatAreNone() {
        SigmaSchedule schedule = SigmaSchedule.of(10, 5, 0);
        assertThatThrownBy(() -> schedule.withTimesteps(1)).hasMessage("timesteps: expected 2, one a step, found 1");
        assertThatThrownBy(() -> schedule.withTimesteps(1, Double.NaN))
                .hasMessage("timesteps: expected finite numbers from 0 up, found NaN");
        assertThatThrownBy(() -> schedule.withTimesteps(1, -1))
                .hasMessage("timesteps: expected finite numbers from 0 up, found -1.0");
    }

    @Test
    void doesNotShareItsArrays() {
        double[] levels = {10, 5, 0};
        SigmaSchedule schedule = SigmaSchedule.of(levels);
        levels[0] = 1;
        schedule.toArray()[1] = 1;
        assertThat(schedule.toArray()).containsExactly(10, 5, 0);
    }

    @Test
    void theRestKeepsTargetsAndTimesteps() {
        SigmaSchedule whole = SigmaSchedule.withTargets(new double[] {8, 4, 2, 0}, new double[] {5, 3, 0})
                .withTimesteps(900, 500, 100);
        SigmaSchedule rest = whole.from(1);
        assertThat(rest)
                .isEqualTo(SigmaSchedule.withTargets(new double[] {4, 2, 0}, new double[] {3, 0})
                        .withTimesteps(500, 100));
        assertThat(whole.from(0)).isEqualTo(whole);
        assertThatThrownBy(() -> whole.from(3)).hasMessageContaining("0 to 2");
    }
}
