package dev.darkroom.plugin.schedule.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import org.junit.jupiter.api.Test;

class AlignYourStepsScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new AlignYourStepsSchedule();
    }

    @Test
    void hasTheTableAtTenSteps() {
        assertThat(sigmas(10).at(1)).isCloseTo(6.4745760956, within(1e-12));
        assertThat(sigmas(10).at(9)).isCloseTo(0.1515232662, within(1e-12));
    }
}
