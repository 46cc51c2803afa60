package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultJsonTest {

    @Test
    void holdsWhatMadeThePictureAndWhatWasSaidOfIt() throws JsonProcessingException {
        GenerationRequest request = GenerationRequest.of("a \"red\" apple 😀")
                .negativePrompt("line\nbreak")
                .sampler(new Choice("DPM++ 2M", Map.of("eta", "0.5")))
                .model("emoji")
                .process(new ProcessOverrides(
                        Optional.of(PredictionType.V),
                        Optional.of(ProcessOverrides.Betas.of(BetaSchedule.SCALED_LINEAR)),
                        true))
                .seed(Long.MAX_VALUE)
                .inspection(
                        new InspectionSettings(true, Set.of(), Set.of("blur"), Map.of("noise", Map.of("warn", "0.7"))))
                .build();

        JsonNode json = new ObjectMapper().readTree(ResultJson.of(Results.of(request), Map.of("path", "a.png")));

        assertThat(json.at("/path").asText()).isEqualTo("a.png");
        assertThat(json.at("/format").asInt()).isEqualTo(1);
        assertThat(json.at("/seed").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(json.at("/noise").asText()).isEqualTo("torch");
        assertThat(json.at("/engine").asText()).isEqualTo("ONNX Runtime 1.29.0");
        assertThat(json.at("/files/unet~1model.onnx").asText()).hasSize(64);
        assertThat(json.at("/plugins/sampler-dpmpp/version").asText()).isEqualTo("0.1.0");
        assertThat(json.at("/plugins/sampler-dpmpp/sha256").asText()).hasSize(64);
        assertThat(json.at("/request/prompt").asText()).isEqualTo("a \"red\" apple 😀");
        assertThat(json.at("/request/negativePrompt").asText()).isEqualTo("line\nbreak");
        assertThat(json.at("/request/sampler/name").asText()).isEqualTo("DPM++ 2M");
        assertThat(json.at("/request/sampler/options/eta").asText()).isEqualTo("0.5");
        assertThat(json.at("/request/inspection/options/noise/warn").asText()).isEqualTo("0.7");
        assertThat(json.at("/request/process/prediction").asText()).isEqualTo("v");
        assertThat(json.at("/request/process/betaSchedule").asText()).isEqualTo("scaled_linear");
        assertThat(json.at("/request/process/betaEnd").asDouble()).isEqualTo(0.012);
        assertThat(json.at("/request/process/zeroSnr").asBoolean()).isTrue();
        assertThat(json.at("/request/cfgScale").asDouble()).isEqualTo(7);
        assertThat(json.at("/findings/0/severity").asText()).isEqualTo("warn");
        assertThat(json.at("/findings/0/score").asDouble()).isEqualTo(0.81);
        assertThat(json.at("/findings/0/causes/0/remedy").asText()).isEqualTo("--steps 25");
        assertThat(json.at("/trace/evaluations").asInt()).isEqualTo(20);
        assertThat(json.at("/trace/sigma")).hasSize(20);
        assertThat(json.at("/trace/highFrequency/0").isNull())
                .as("NaN is no JSON")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch", "philox", "java"})
    void namesTheNoiseSource(String source) throws JsonProcessingException {
        GenerationRequest request =
                GenerationRequest.of("an apple").noise(Choice.of(source)).build();

        JsonNode json = new ObjectMapper().readTree(ResultJson.of(Results.of(request), Map.of()));

        assertThat(json.at("/noise").asText()).isEqualTo(source);
        assertThat(json.at("/request/noise/name").asText()).isEqualTo(source);
    }

    @Test
    void equalRequestsGiveEqualLines() {
        GenerationRequest request = GenerationRequest.of("a red apple").build();
        GenerationResult slower = Results.of(request);

        assertThat(ResultJson.of(slower, Map.of()))
                .isEqualTo(ResultJson.of(Results.of(request), Map.of()))
                .doesNotContain("millis")
                .hasLineCount(1);
    }

    @Test
    void leavesOutTheCurvesOfVeryLongRuns() throws JsonProcessingException {
        GenerationRequest request =
                GenerationRequest.of("a red apple").steps(10_000).build();

        String json = ResultJson.of(Results.of(request), Map.of());

        assertThat(new ObjectMapper().readTree(json).at("/trace/steps").asInt()).isEqualTo(10_000);
        assertThat(json).hasSizeLessThan(4_000);
    }
}
