package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LcmScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new LcmSchedule();
    }

    @Override
    protected IntStream steps() {
        return IntStream.of(1, 2, 3, 7, 20, 50);
    }

    @Test
    void takesEveryTimestepOfAModelDistilledAtEach() {
        SigmaSchedule sigmas = sigmas(SD, 1000, Map.of("original_inference_steps", "1000", "final", "sigma_min"));
        assertThat(sigmas.steps()).isEqualTo(1000);
        assertThat(sigmas.at(999)).isEqualTo(SD.sigmaMin());
        assertThat(sigmas.at(1000)).isZero();
    }

    @Test
    void refusesMoreStepsThanTheModelWasDistilledWith() {
        assertThatThrownBy(() -> sigmas(51))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule lcm: expected from 1 to 50 steps, as many as original_inference_steps, found 51");
    }
}
