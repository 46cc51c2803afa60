package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.testing.GoldenSchedule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schedules of ComfyUI have in common. */
abstract class TimestepScheduleContract extends NoiseScheduleContract {

    Stream<GoldenSchedule> goldens() {
        return GoldenSchedule.read(getClass(), "/golden/timestep.json").stream()
                .filter(golden -> golden.part(2).equals(schedule().info().id())
                        && golden.part(0).equals("comfy"));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsComfyUi(GoldenSchedule golden) {
        golden.assertEquals(sigmas(golden.process(), golden.steps(), Map.of("shift", Double.toString(golden.shift()))));
    }

    @Test
    void refusesAShiftWithoutFlow() {
        assertThatThrownBy(() -> sigmas(SD, 10, Map.of("shift", "3")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected shift 1 for a model that is no rectified flow, found 3.0");
    }
}
