package dev.darkroom.plugin.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseProcessTest {

    @TempDir
    Path folder;

    @Test
    void readsScheduleRangeAndRescaling() {
        String config = "{\"beta_schedule\": \"scaled_linear\", \"beta_start\": 0.00085, \"beta_end\": 0.012";
        // Stable Diffusion's last cumulative product in diffusers, float64.
        assertThat(process(config + "}").alphaCumprod(999)).isCloseTo(0.004660098513077238, within(1e-15));
        DiffusionProcess rescaled = process(config + ", \"rescale_betas_zero_snr\": true}");
        assertThat(rescaled.alphaCumprod(998)).isCloseTo(1.967888056621292e-07, within(1e-16));
        assertThat(rescaled.alphaCumprod(999)).isEqualTo(0x1p-24);
    }

    @Test
    void usesTheDefaultsOfDiffusers() {
        DiffusionProcess process = process("{}");
        assertThat(process.prediction()).isEqualTo(PredictionType.EPSILON);
        assertThat(process.timesteps()).isEqualTo(1000);
        // The last value of DDPM's linear schedule from 0.0001 to 0.02.
        assertThat(process.alphaCumprod(999)).isCloseTo(4.0358297653756754e-05, within(1e-13));
    }

    @Test
    void takesTrainedBetas() {
        DiffusionProcess process = process("{\"trained_betas\": [0.5, 0.5, 0.5], \"prediction_type\": \"sample\"}");
        assertThat(process.timesteps()).isEqualTo(3);
        assertThat(process.alphaCumprod(2)).isEqualTo(0.125);
        assertThat(process.prediction()).isEqualTo(PredictionType.SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}",
                "{\"prediction_type\": \"flow_prediction\"}"
            })
    void recognisesFlows(String config) {
        assertThat(process(config).isFlow()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"beta_schedule\": \"exp\"}|beta_schedule: expected linear, scaled_linear",
                "{\"prediction_type\": \"noise\"}|prediction_type: expected epsilon, v_prediction",
                "{\"beta_start\": \"low\"}|beta_start: expected a number",
                "{\"beta_end\": 2}|expected values in (0,1)",
                "{\"trained_betas\": []}|trained_betas: expected an array",
                "{\"num_train_timesteps\": 1}|num_train_timesteps: expected 2",
                "{\"rescale_betas_zero_snr\": 3}|rescale_betas_zero_snr: expected true or false",
                "{\"_class_name\": \"FlowMatchX\", \"num_train_timesteps\": 50}|num_train_timesteps: expected 1000"
            })
    void explainsWhatItCannotUse(String config, String reason) {
        assertThatThrownBy(() -> process(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("scheduler.json")
                .hasMessageContaining(reason);
    }

    private DiffusionProcess process(String config) {
        try {
            Files.writeString(folder.resolve("scheduler.json"), config);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return NoiseProcess.of(Config.read(folder, "scheduler.json"));
    }
}
