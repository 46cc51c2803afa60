package dev.darkroom.plugin.schedule.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManualScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new ManualSchedule();
    }

    @Override
    protected IntStream steps() {
        return IntStream.of(1, 2, 3, 7);
    }

    @Override
    protected boolean withinTrainedRange() {
        return false;
    }

    @Override
    protected Map<String, String> options(int steps) {
        return Map.of(
                "sigmas",
                IntStream.rangeClosed(0, Math.max(steps, 0))
                        .mapToObj(i -> Double.toString((steps - i) / 8.0))
                        .collect(Collectors.joining(",")));
    }

    @Test
    void takesTheLevelsAsWritten() {
        assertThat(sigmas(SD, 4, Map.of("sigmas", " 14.6, 7,3 1;0".replace(';', ',')))
                        .toArray())
                .containsExactly(14.6, 7, 3, 1, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "14,NaN,0|sigmas[1]: expected a finite level from 0 up, found NaN",
                "14,3,7,0|sigmas[2]: expected a level below 3.0, found 7.0",
                "14,14,0|sigmas[1]: expected a level below 14.0, found 14.0",
                "14,-1|sigmas[1]: expected a finite level from 0 up, found -1.0",
                "Infinity,1|sigmas[0]: expected a finite level from 0 up, found Infinity",
                "14|sigmas: expected at least 2 levels, found 1",
                "14,seven,0|sigmas[1]: expected a number, found \"seven\"",
                "14,7,3,1,0.5,0|expected 5 sigmas for 4 steps, found 6. Use --steps 5",
                "''|expected sigmas for 4 steps, found none. Give --sigmas, as in 14.6,7,3,1,0"
            })
    void refusesGarbageInOneLine(String text, String reason) {
        assertThatThrownBy(() -> sigmas(SD, 4, Map.of("sigmas", text)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule manual: " + reason);
    }

    @Test
    void refusesMoreThanPureNoiseForAFlow() {
        assertThatThrownBy(() -> sigmas(DiffusionProcess.flow(), 2, Map.of("sigmas", "1.5,0.5,0")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule manual: sigmas[0]: expected at most 1 for a rectified flow, found 1.5");
    }
}
