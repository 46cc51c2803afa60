package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import org.junit.jupiter.api.Test;

class SimpleScheduleTest extends TimestepScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new SimpleSchedule();
    }

    @Test
    void refusesMoreStepsThanTimesteps() {
        assertThatThrownBy(() -> sigmas(1001))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule simple: expected at most 1000 steps, the model's timesteps, found 1001");
    }
}
