package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaplaceScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new LaplaceSchedule();
    }

    @Override
    protected boolean exactSteps() {
        return false;
    }

    @Test
    void asksForTwoStepsWithoutTheFinalZero() {
        assertThatThrownBy(() -> sigmas(SD, 1, Map.of("final", "none")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule laplace: expected at least 2 steps, found 1");
    }
}
