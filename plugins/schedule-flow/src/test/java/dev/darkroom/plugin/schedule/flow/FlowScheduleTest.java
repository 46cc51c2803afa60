package dev.darkroom.plugin.schedule.flow;

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

class FlowScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new FlowSchedule();
    }

    @Override
    protected DiffusionProcess process() {
        return DiffusionProcess.flow();
    }

    @Test
    void refusesWhatHasNoFlow() {
        assertThatThrownBy(() -> sigmas(SD, 10, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule flow: expected a rectified flow, found a model trained with betas."
                        + " Choose schedule linspace or karras");
    }

    @Test
    void refusesToStretchASingleStep() {
        // diffusers divides 0 by 0 and returns NaN.
        assertThatThrownBy(() -> sigmas(process(), 1, Map.of("shift_terminal", "0.1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule flow: expected at least 2 steps with shift_terminal or final=none, found 1");
    }

    @Test
    void refusesALinearShiftByNothing() {
        assertThatThrownBy(() -> sigmas(process(), 4, Map.of("dynamic", "linear", "mu", "0")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule flow: expected mu above 0 for dynamic=linear, found 0.0");
    }

    @Test
    void shiftsExponentiallyByMu() {
        SigmaSchedule plain = sigmas(process(), 4, Map.of());
        SigmaSchedule shifted = sigmas(process(), 4, Map.of("dynamic", "exponential", "mu", "1.15"));
        double odds = plain.at(2) / (1 - plain.at(2));
        assertThat(shifted.at(2) / (1 - shifted.at(2))).isCloseTo(Math.exp(1.15) * odds, within(1e-12));
    }
}
