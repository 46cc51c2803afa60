package dev.darkroom.plugin.schedule.timestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrailingScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new TrailingSchedule();
    }

    @Test
    void refusesWhatItCannotServe() {
        assertThatThrownBy(() -> sigmas(1001))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule trailing: expected from 1 to 1000 steps, found 1001");
        assertThatThrownBy(() -> sigmas(DiffusionProcess.flow(), 10, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found a rectified flow. Choose schedule flow or simple");
    }

    @Test
    void startsAtTheFloorOfZeroTerminalSnr() {
        double[] linear = BetaSchedule.cumulativeProducts(BetaSchedule.LINEAR.betas(1000, 1e-4, 0.02));
        DiffusionProcess process = DiffusionProcess.discrete(
                PredictionType.V, BetaSchedule.zeroTerminalSnr(linear, BetaSchedule.DIFFUSERS_FLOOR));
        SigmaSchedule sigmas = sigmas(process, 20, Map.of());
        // The square root of 2^24 - 1.
        assertThat(sigmas.at(0)).isCloseTo(4095.99987793, within(1e-8));
        assertThat(process.timestep(sigmas.at(0))).isEqualTo(999);
        // One timestep earlier the linear betas leave less signal than the floor.
        assertThat(process.sigma(998)).isGreaterThan(sigmas.at(0));
        assertThat(process.timestep(process.sigma(900))).isCloseTo(900, within(1e-9));
        assertThatThrownBy(() -> sigmas(process, 1000, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(
                        "schedule trailing: expected levels that fall, found a model whose noisiest do not")
                .hasMessageEndingWith("Use fewer than the 1000 steps");
    }
}
