package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadingScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new LeadingSchedule();
    }

    @Test
    void offsetAtAThousandStepsAsksForATimestepThatIsNotThere() {
        // diffusers' Euler takes the last level for timestep 1000, so that it occurs twice; a step between would be
        // empty.
        SigmaSchedule euler = sigmas(SD, 1000, Map.of("steps_offset", "1"));
        assertThat(euler.steps()).isEqualTo(999);
        assertThat(euler.at(0)).isEqualTo(SD.sigmaMax());
        assertThat(euler.timestep(SD, euler.at(998))).isEqualTo(1);
        for (String as : new String[] {"ddim", "ddpm"}) {
            assertThatThrownBy(() -> sigmas(SD, 1000, Map.of("steps_offset", "1", "as", as)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "schedule leading: steps_offset 1 with 1000 steps asks for timestep 1000, the model has 0"
                                    + " to 999. Use fewer steps or steps_offset=0");
        }
    }

    @Test
    void refusesAsManyStepsAsTimestepsWhereOneMoreIsSpaced() {
        assertThatThrownBy(() -> sigmas(SD, 1000, Map.of("as", "dpmsolver")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule leading: expected from 1 to 999 steps, found 1000");
    }

    @Test
    void stepsToTheTimestepBelowByTheRoundedStride() {
        SigmaSchedule sigmas = sigmas(SD, 3, Map.of("as", "ddim", "steps_offset", "1", "final", "sigma_min"));
        assertThat(sigmas.at(0)).isEqualTo(SD.sigma(667));
        assertThat(sigmas.target(0)).isEqualTo(SD.sigma(334));
        assertThat(sigmas.target(2)).isEqualTo(SD.sigmaMin());
    }

    @Test
    void aSingleStepFromTheCleanestLevelGoesToZero() {
        assertThat(sigmas(SD, 1, Map.of("as", "ddim", "final", "sigma_min")).toArray())
                .containsExactly(SD.sigmaMin(), 0);
    }
}
