package dev.darkroom.api.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.ProcessOverrides.Betas;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.testing.Processes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessOverridesTest {

    private static final DiffusionProcess SD = Processes.STABLE_DIFFUSION;

    private static ProcessOverrides overrides(PredictionType prediction, BetaSchedule betas, boolean zeroSnr) {
        return new ProcessOverrides(
                Optional.ofNullable(prediction), Optional.ofNullable(betas).map(Betas::of), zeroSnr);
    }

    @Test
    void nothingLeavesTheProcessAsItIs() {
        assertThat(ProcessOverrides.NONE.apply(SD)).isSameAs(SD);
        DiffusionProcess flow = DiffusionProcess.flow();
        assertThat(overrides(PredictionType.FLOW, null, false).apply(flow)).isSameAs(flow);
    }

    @Test
    void changesWhatThePredictionMeansAndKeepsTheBetas() {
        DiffusionProcess v = overrides(PredictionType.V, null, false).apply(SD);
        assertThat(v.prediction()).isEqualTo(PredictionType.V);
        assertThat(v.alphasCumprod()).isEqualTo(SD.alphasCumprod());
        assertThat(overrides(PredictionType.FLOW, null, false).apply(SD).isFlow())
                .isTrue();
    }

    @Test
    void changesTheBetas() {
        DiffusionProcess linear = overrides(null, BetaSchedule.LINEAR, false).apply(SD);
        // diffusers in float64.
        assertThat(linear.alphaCumprod(999)).isCloseTo(4.0358297653756754e-05, within(1e-16));
        assertThat(linear.prediction()).isEqualTo(PredictionType.EPSILON);
        DiffusionProcess ofFlow =
                overrides(PredictionType.V, BetaSchedule.SCALED_LINEAR, false).apply(DiffusionProcess.flow());
        assertThat(ofFlow.alphasCumprod()).isEqualTo(SD.alphasCumprod());
    }

    @Test
    void rescalesToZeroTerminalSnrOnce() {
        DiffusionProcess once = overrides(null, null, true).apply(SD);
        assertThat(once.alphaCumprod(999)).isEqualTo(BetaSchedule.COMFYUI_FLOOR);
        assertThat(once.alphaCumprod(500)).isCloseTo(0.24101878275731575, within(1e-13));
        assertThat(overrides(null, null, true).apply(once).alphasCumprod()).isEqualTo(once.alphasCumprod());
    }

    @Test
    void saysWhatIsImpossible() {
        DiffusionProcess flow = DiffusionProcess.flow();
        assertThatThrownBy(() -> overrides(null, null, true).apply(flow))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("zero-snr: expected a model trained with betas, found a rectified flow, which has none."
                        + " Leave it out, or say what the model predicts with --prediction");
        assertThatThrownBy(() -> overrides(null, BetaSchedule.LINEAR, false).apply(flow))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("beta-schedule: expected a model trained with betas, found a rectified flow");
        assertThatThrownBy(() -> overrides(PredictionType.EPSILON, null, false).apply(flow))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "prediction: expected flow for a rectified flow, found epsilon. For a model trained with betas,"
                                + " name them with --beta-schedule");
    }

    @Test
    void readsBetasAsUsersWriteThem() {
        assertThat(Betas.parse("scaled_linear")).isEqualTo(new Betas(BetaSchedule.SCALED_LINEAR, 0.00085, 0.012));
        assertThat(Betas.parse("linear,0.001,0.01")).isEqualTo(new Betas(BetaSchedule.LINEAR, 0.001, 0.01));
        assertThat(Betas.parse(Betas.of(BetaSchedule.SIGMOID).toString())).isEqualTo(Betas.of(BetaSchedule.SIGMOID));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cubic|beta schedule: expected linear,",
                "linear,0.1|beta schedule: expected a name, or name,start,end",
                "linear,0.1,x|beta schedule: expected a name, or name,start,end",
                "linear,0.2,0.1|beta schedule: expected start and end with 0 < start <= end < 1, found 0.2 and 0.1",
                "linear,NaN,0.1|beta schedule: expected start and end",
                "linear,0.1,1|beta schedule: expected start and end"
            })
    void refusesGarbage(String text, String reason) {
        assertThatThrownBy(() -> Betas.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(reason);
    }
}
