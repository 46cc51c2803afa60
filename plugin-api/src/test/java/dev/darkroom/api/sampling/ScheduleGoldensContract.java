package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.reference.ScheduleReference;
import dev.darkroom.api.testing.GoldenFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the schedules of a plugin to what reference implementations returned: the schedules of {@code
 * /golden/schedules.json} among the test's resources, each run as {@link ScheduleReference} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ScheduleGoldensContract {

    /** Returns the schedules that the golden file is for. */
    protected abstract List<NoiseSchedule> schedules();

    /** Returns how many schedules the golden file holds. */
    protected abstract int count();

    final List<ScheduleReference> goldens() {
        return ScheduleReference.readAll(
                new ObjectMapper().convertValue(GoldenFiles.json(getClass(), "/golden/schedules.json"), Object.class));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheReferenceOrRefusesWhatItCannotDo(ScheduleReference golden) {
        NoiseSchedule schedule = schedules().stream()
                .filter(each -> each.info().id().equals(golden.schedule()))
                .findFirst()
                .orElseThrow();
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
                        "%s by %s %s: %s, expected %s at %s, found %s",
                        golden,
                        golden.schedule(),
                        golden.options(),
                        difference,
                        golden.sigmas(),
                        golden.timesteps(),
                        found)
                .isTrue();
    }

    @Test
    void noneIsMissing() {
        assertThat(goldens()).hasSize(count());
    }
}
