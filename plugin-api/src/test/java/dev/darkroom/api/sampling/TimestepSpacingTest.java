package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lin et al. 2024, Table 2, with T = 1000 and 10 steps; the paper counts timesteps from 1. */
class TimestepSpacingTest {

    @Test
    void equalsTheTableOfThePaper() {
        assertThat(TimestepSpacing.LEADING.timesteps(1000, 10, 1))
                .containsExactly(901, 801, 701, 601, 501, 401, 301, 201, 101, 1);
        assertThat(TimestepSpacing.LINSPACE.timesteps(1000, 10, 0))
                .containsExactly(999, 888, 777, 666, 555, 444, 333, 222, 111, 0);
        assertThat(TimestepSpacing.TRAILING.timesteps(1000, 10, 0))
                .containsExactly(999, 899, 799, 699, 599, 499, 399, 299, 199, 99);
    }

    @Test
    void hasAsManyTimestepsAsStepsAndNoneTwice() {
        for (TimestepSpacing spacing : TimestepSpacing.values()) {
            for (int steps = 1; steps <= 1000; steps++) {
                double[] timesteps = spacing.timesteps(1000, steps, 0);
                assertThat(timesteps).as("%s, %d steps", spacing, steps).hasSize(steps);
                for (int i = 1; i < steps; i++) {
                    assertThat(timesteps[i]).isLessThan(timesteps[i - 1]).isNotNegative();
                }
            }
        }
    }

    @Test
    void aSingleStepIsTheCleanestButForTrailing() {
        assertThat(TimestepSpacing.LEADING.timesteps(1000, 1, 1)).containsExactly(1);
        assertThat(TimestepSpacing.LINSPACE.timesteps(1000, 1, 0)).containsExactly(0);
        assertThat(TimestepSpacing.TRAILING.timesteps(1000, 1, 0)).containsExactly(999);
    }
}
