package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.reference.ScheduleReference;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.ScheduleGoldens;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schedule of this plugin against what the reference implementations returned. */
class GoldenSchedulesTest {

    private static final Map<String, NoiseSchedule> SCHEDULES = Stream.<NoiseSchedule>of(
                    new SimpleSchedule(),
                    new NormalSchedule(),
                    new SgmUniformSchedule(),
                    new DdimUniformSchedule(),
                    new BetaTimestepSchedule(),
                    new LeadingSchedule(),
                    new LinspaceSchedule(),
                    new TrailingSchedule(),
                    new LcmSchedule())
            .collect(Collectors.toMap(schedule -> schedule.info().id(), Function.identity()));

    static List<ScheduleReference> goldens() {
        return ScheduleGoldens.read(GoldenSchedulesTest.class, "/golden/schedules.json");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheReference(ScheduleReference golden) {
        assertThat(SCHEDULES).containsKey(golden.schedule());
        ScheduleGoldens.assertReproduces(SCHEDULES.get(golden.schedule()), golden);
    }

    @Test
    void noneIsMissing() {
        assertThat(goldens()).hasSize(540);
    }
}
