package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BetaSigmaScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new BetaSigmaSchedule();
    }

    @Test
    void takesLevelsThatRoundingMakesEqualOnce() {
        SigmaSchedule sigmas = sigmas(SD, 100, Map.of("alpha", "0.01", "timesteps", "truncated"));
        assertThat(sigmas.steps()).isBetween(2, 99);
        assertThat(sigmas.at(sigmas.steps())).isZero();
    }
}
