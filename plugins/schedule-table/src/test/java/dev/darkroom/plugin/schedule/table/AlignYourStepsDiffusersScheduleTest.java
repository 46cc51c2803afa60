package dev.darkroom.plugin.schedule.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlignYourStepsDiffusersScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new AlignYourStepsDiffusersSchedule();
    }

    @Override
    protected IntStream steps() {
        return IntStream.of(10);
    }

    @Test
    void tellsTheTimestepsOfTheTable() {
        SigmaSchedule sigmas = sigmas(10);
        assertThat(sigmas.timestep(1)).hasValue(850);
        assertThat(sigmas.at(1)).isEqualTo(SD.sigma(850));
        assertThat(sigmas(SD, 10, Map.of("model", "svd")).at(1)).isEqualTo(54.5);
    }

    @Test
    void refusesOtherNumbersOfSteps() {
        assertThatThrownBy(() -> sigmas(20))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected 10 steps, which is what its tables hold, found 20. Use --steps 10");
    }
}
