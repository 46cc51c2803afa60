package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.junit.jupiter.api.Test;

class KlOptimalA1111ScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new KlOptimalA1111Schedule();
    }

    @Override
    protected double end() {
        return sigmas(1).at(1);
    }

    @Test
    void endsAtTheSmallestLevel() {
        SigmaSchedule sigmas = sigmas(4);
        assertThat(sigmas.at(4)).isCloseTo(SD.sigmaMin(), within(1e-12));
        // A1111 at 4 steps: tan of evenly spaced angles.
        double angle = (Math.atan(sigmas.at(0)) + Math.atan(sigmas.at(4))) / 2;
        assertThat(sigmas.at(2)).isCloseTo(Math.tan(angle), within(1e-12));
    }
}
