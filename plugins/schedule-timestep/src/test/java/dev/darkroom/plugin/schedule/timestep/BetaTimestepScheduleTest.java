package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BetaTimestepScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new BetaTimestepSchedule();
    }

    @Override
    protected boolean exactSteps() {
        return false;
    }

    @Test
    void refusesAShiftWithoutFlow() {
        assertThatThrownBy(() -> sigmas(SD, 10, Map.of("shift", "3")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected shift 1 for a model that is no rectified flow, found 3.0");
    }
}
