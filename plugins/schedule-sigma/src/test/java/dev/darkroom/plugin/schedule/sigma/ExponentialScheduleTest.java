package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExponentialScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new ExponentialSchedule();
    }

    @Test
    void tellsRoundedTimestepsForLogUniformLambdas() {
        SigmaSchedule sigmas = sigmas(SD, 10, Map.of("timesteps", "rounded"));
        assertThat(sigmas.timestep(SD, sigmas.at(3))).isEqualTo(Math.rint(SD.timestep(sigmas.at(3))));
        assertThat(sigmas(10).timestep(3)).isEmpty();
    }
}
