package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.reference.ScheduleReference;
import dev.darkroom.api.testing.GoldenFiles;
import java.util.List;

/** Runs schedules as golden files say and compares their levels and timesteps with the reference's. */
public final class ScheduleGoldens {

    private ScheduleGoldens() {}

    /**
     * Reads the schedules of a golden file.
     *
     * @param test a class beside whose resources the file lies
     * @param resource its absolute resource name
     * @return the schedules, in file order
     */
    public static List<ScheduleReference> read(Class<?> test, String resource) {
        return ScheduleReference.readAll(
                new ObjectMapper().convertValue(GoldenFiles.json(test, resource), Object.class));
    }

    /**
     * Asserts that a schedule returns the levels of a reference, or refuses what the reference cannot do.
     *
     * @param schedule the schedule the reference names
     * @param golden the reference
     */
    public static void assertReproduces(NoiseSchedule schedule, ScheduleReference golden) {
        Options options = Options.of(schedule.info().options(), golden.options());
        if (!golden.broken().isEmpty()) {
            assertThatThrownBy(() -> schedule.sigmas(golden.process(), golden.steps(), options))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("found " + golden.steps());
            return;
        }
        SigmaSchedule found = schedule.sigmas(golden.process(), golden.steps(), options);
        ScheduleReference.Difference difference = golden.difference(found);
        assertThat(golden.accepts(difference))
                .as(
                        "%s by %s %s: %s\nexpected %s at %s\nfound    %s",
                        golden,
                        golden.schedule(),
                        golden.options(),
                        difference,
                        golden.sigmas(),
                        golden.timesteps(),
                        found)
                .isTrue();
    }
}
