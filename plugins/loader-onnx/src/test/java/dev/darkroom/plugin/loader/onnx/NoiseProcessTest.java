package dev.darkroom.plugin.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseProcessTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** Tables that diffusers computed in float64. */
    @ParameterizedTest
    @ValueSource(strings = {"sd", "lin", "cos", "sd_zero_snr", "lin_zero_snr", "cos_zero_snr"})
    void matchesTheTablesOfDiffusers(String name) throws IOException {
        JsonNode table;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/beta_tables.json"))) {
            table = JSON.readTree(in).get(name);
        }
        ObjectNode config = table.get("args").deepCopy();
        boolean zero = name.endsWith("zero_snr");
        config.put("rescale_betas_zero_snr", zero);
        DiffusionProcess process = process(config.toString());

        double sum = 0;
        for (int t = 0; t < process.timesteps(); t++) {
            sum += process.alphaCumprod(t);
        }
        assertThat(sum).isCloseTo(table.get("sum_alphas_cumprod").doubleValue(), within(1e-6));
        for (int i = 0; i < table.get("indices").size(); i++) {
            int t = table.get("indices").get(i).intValue();
            double expected = table.get("alphas_cumprod").get(i).doubleValue();
            if (zero && t == process.timesteps() - 1) {
                assertThat(expected).isZero();
                assertThat(process.alphaCumprod(t)).isBetween(1e-12, 1e-7);
            } else {
                assertThat(process.alphaCumprod(t)).isCloseTo(expected, within(1e-9 * expected));
            }
        }
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

    @Test
    void sigmoidBetasRunFromStartToEnd() {
        DiffusionProcess process = process("{\"beta_schedule\": \"sigmoid\"}");
        double logistic = 1 / (1 + Math.exp(6));
        assertThat(1 - process.alphaCumprod(0)).isCloseTo(0.0199 * logistic + 0.0001, within(1e-12));
        assertThat(1 - process.alphaCumprod(999) / process.alphaCumprod(998))
                .isCloseTo(0.0199 * (1 - logistic) + 0.0001, within(1e-12));
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
                "{\"beta_schedule\": \"laplace\"}|beta_schedule: expected linear, scaled_linear",
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
