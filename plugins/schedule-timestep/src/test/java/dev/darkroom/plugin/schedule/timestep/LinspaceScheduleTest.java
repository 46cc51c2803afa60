package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.testing.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinspaceScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new LinspaceSchedule();
    }

    @Test
    void ddimStepsByTheRoundedStrideWhichIsNotTheNextTimestep() {
        // README of the golden files, 4: five steps of diffusers start at 999, 749, 500, 250, 0 and reach 799, 549, ...
        SigmaSchedule sigmas = sigmas(SD, 5, Map.of("as", "ddim"));
        assertThat(sigmas.at(1)).isEqualTo(SD.sigma(749));
        assertThat(sigmas.target(0)).isEqualTo(SD.sigma(799));
        assertThat(sigmas.target(3)).isEqualTo(SD.sigma(50));
        assertThat(sigmas.target(4)).isZero();
        assertThat(sigmas(SD, 5, Map.of("as", "ddpm")).target(0)).isEqualTo(SD.sigma(749));
    }

    @Test
    void clipsTheNoisiestTimestepsOfACosineSchedule() {
        DiffusionProcess cosine = Processes.discrete(BetaSchedule.SQUAREDCOS_CAP_V2.betas(1000, 0, 0));
        Map<String, String> clipped = Map.of("as", "dpmsolver", "lambda_min_clipped", "-5.1");
        double first = sigmas(cosine, 20, clipped).at(0);
        assertThat(first).isLessThanOrEqualTo(Math.exp(5.1));
        assertThat(cosine.sigma(cosine.timestep(first) + 1)).isGreaterThan(Math.exp(5.1));
    }

    @Test
    void interpolatesSigmaItselfBetweenTimesteps() {
        SigmaSchedule sigmas = sigmas(SD, 3, Map.of());
        assertThat(sigmas.timestep(1)).hasValue(499.5);
        assertThat(sigmas.at(1)).isCloseTo((SD.sigma(499) + SD.sigma(500)) / 2, within(1e-12));
    }
}
