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

class TurboScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new TurboSchedule();
    }

    @Override
    protected IntStream steps() {
        return IntStream.of(1, 2, 4, 10);
    }

    @Test
    void countsDownFromTheLastTimestepInHundreds() {
        SigmaSchedule sigmas = sigmas(3);
        assertThat(sigmas.toArray()).containsExactly(SD.sigma(999), SD.sigma(899), SD.sigma(799), 0);
        assertThat(sigmas(SD, 1, Map.of("denoise", "0.5")).at(0)).isEqualTo(SD.sigma(499));
    }

    @Test
    void hasTenSteps() {
        assertThatThrownBy(() -> sigmas(11))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule turbo: expected from 1 to 10 steps, found 11");
    }
}
