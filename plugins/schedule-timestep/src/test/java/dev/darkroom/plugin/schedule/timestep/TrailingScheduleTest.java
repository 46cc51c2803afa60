package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.testing.GoldenSchedule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrailingScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new TrailingSchedule();
    }

    static Stream<GoldenSchedule> goldens() {
        return GoldenSchedule.read(TrailingScheduleTest.class, "/golden/timestep.json").stream()
                .filter(golden -> golden.part(2).equals("trailing"));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsDiffusers(GoldenSchedule golden) {
        golden.assertEquals(sigmas(golden.process(), golden.steps(), Map.of()));
    }

    @Test
    void refusesWhatItCannotServe() {
        assertThatThrownBy(() -> sigmas(1001))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule trailing: expected from 1 to 1000 steps, found 1001");
        assertThatThrownBy(() -> sigmas(DiffusionProcess.flow(), 10, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found a rectified flow. Choose schedule simple");
    }
}
