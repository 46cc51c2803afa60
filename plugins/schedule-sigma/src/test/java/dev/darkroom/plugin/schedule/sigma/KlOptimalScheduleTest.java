package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KlOptimalScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new KlOptimalSchedule();
    }

    @Override
    protected IntStream steps() {
        return IntStream.of(2, 3, 7, 20, 50, 333, 1000);
    }

    @Test
    void refusesASingleStep() {
        // ComfyUI divides by zero and returns NaN.
        assertThatThrownBy(() -> sigmas(1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule kl_optimal: expected at least 2 steps, found 1");
    }
}
