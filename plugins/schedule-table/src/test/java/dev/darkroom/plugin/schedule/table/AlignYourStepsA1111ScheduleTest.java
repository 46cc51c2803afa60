package dev.darkroom.plugin.schedule.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlignYourStepsA1111ScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new AlignYourStepsA1111Schedule();
    }

    @Override
    protected boolean withinTrainedRange() {
        return false;
    }

    @Test
    void keepsTheSmallestLevelBeforeZero() {
        SigmaSchedule sigmas = sigmas(11);
        assertThat(sigmas.at(0)).isCloseTo(14.615, within(1e-12));
        assertThat(sigmas.at(10)).isCloseTo(0.029, within(1e-12));
        assertThat(sigmas(SD, 11, Map.of("model", "sdxl")).at(9)).isCloseTo(0.113, within(1e-12));
    }
}
