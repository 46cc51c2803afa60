package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearQuadraticScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new LinearQuadraticSchedule();
    }

    @Test
    void refusesAShareThatTheOtherStepsWouldOvershoot() {
        assertThatThrownBy(() -> sigmas(SD, 20, Map.of("threshold_noise", "0.9", "linear_steps", "2")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(
                        "schedule linear_quadratic: expected levels that fall, found 20 steps of which 2"
                                + " take threshold_noise 0.9");
    }

    @Test
    void refusesAsManyEvenStepsAsSteps() {
        assertThatThrownBy(() -> sigmas(SD, 4, Map.of("linear_steps", "4")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule linear_quadratic: expected linear_steps below the 4 steps, found 4");
    }
}
