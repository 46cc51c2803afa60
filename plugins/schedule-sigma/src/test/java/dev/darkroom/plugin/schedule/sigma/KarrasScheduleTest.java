package dev.darkroom.plugin.schedule.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KarrasScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new KarrasSchedule();
    }

    @Test
    void refusesARectifiedFlowWithoutLevels() {
        assertThatThrownBy(() -> sigmas(DiffusionProcess.flow(), 10, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule karras: expected a model trained with betas, found a rectified flow."
                        + " Choose schedule simple, or give sigma_min and sigma_max");
    }

    @Test
    void refusesLevelsThatDoNotFall() {
        assertThatThrownBy(() -> sigmas(SD, 10, Map.of("sigma_min", "20", "sigma_max", "10")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule karras: expected sigma_min below sigma_max, found 20.0 and 10.0");
    }

    @Test
    void doesNotDuplicateTheLastLevel() {
        // diffusers lists the smallest level twice here (pull request 6477): a step of length zero.
        SigmaSchedule sigmas = sigmas(SD, 10, Map.of("final", "sigma_min"));
        assertThat(sigmas.steps()).isEqualTo(9);
        assertThat(sigmas.at(9)).isEqualTo(SD.sigmaMin());
        assertThat(sigmas.at(8)).isEqualTo(sigmas(SD, 10, Map.of()).at(8));
    }

    @Test
    void aSingleStepStartsAtTheLargestLevel() {
        assertThat(sigmas(1).toArray()).containsExactly(new double[] {SD.sigmaMax(), 0}, within(1e-12));
        // Under linspace, one timestep is timestep 0.
        assertThat(sigmas(SD, 1, Map.of("range", "linspace", "final", "sigma_min"))
                        .toArray())
                .containsExactly(new double[] {SD.sigmaMin(), 0}, within(1e-12));
    }

    @Test
    void refusesMoreStepsThanARangeOfTimestepsHas() {
        assertThatThrownBy(() -> sigmas(SD, 1001, Map.of("range", "leading")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule karras: expected from 1 to 1000 steps, found 1001");
    }
}
