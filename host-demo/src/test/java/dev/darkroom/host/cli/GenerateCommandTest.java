package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.image.TestPng;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code darkroom generate} against stand-ins for everything it calls. */
class GenerateCommandTest extends CommandLineFixture {

    @Test
    void makesAPictureAndSaysWhatIsWrongWithIt() {
        assertThat(generate("a", "smiling", "cat", "--seed", "7")).isEqualTo(0);

        Path picture = folder.resolve("00000-7.png");
        assertThat(PngMetadata.read(picture).text("parameters").orElseThrow()).startsWith("a smiling cat\nSteps: 20");
        assertThat(text(out))
                .contains(picture + "  seed 7  ")
                .contains("  warn  noise: grainy")
                .contains("possible cause: too few steps (4 steps); try --steps 25");
        assertThat(text(err)).isEmpty();
        verify(darkroom).close();
    }

    @Test
    void passesEveryOptionOn() {
        int code = generate(
                "x",
                "--negative-prompt",
                "-blurry",
                "--steps",
                "31",
                "--cfg-scale",
                "4.5",
                "--seed",
                "-5",
                "--sampler",
                "euler",
                "--sampler-option",
                "s_churn=1",
                "--schedule",
                "normal",
                "--schedule-option",
                "rho=5",
                "--prediction",
                "v",
                "--beta-schedule",
                "linear,0.001,0.01",
                "--zero-snr",
                "--sgm-noise-multiplier",
                "--guidance",
                "cfg",
                "--guidance-option",
                "batch=true",
                "--noise-source",
                "torch",
                "--width",
                "64",
                "--height",
                "96",
                "--count",
                "3",
                "--batch-size",
                "2",
                "--model",
                "emoji",
                "--weights",
                "raw",
                "--precision",
                "INT8",
                "--device",
                "cpu",
                "--threads",
                "2",
                "--inspectors",
                "noise,numeric",
                "--skip-inspector",
                "numeric",
                "--inspector-option",
                "noise.warn=0.7",
                "--safe-mode",
                "--plugins-dir",
                folder.toString(),
                "--quiet");

        assertThat(code).isEqualTo(0);
        GenerationRequest request = requests.get(0);
        assertThat(request.negativePrompt()).isEqualTo("-blurry");
        assertThat(request.steps()).isEqualTo(31);
        assertThat(request.cfgScale()).isEqualTo(4.5);
        assertThat(request.seed()).isEqualTo(-5);
        assertThat(request.sampler()).isEqualTo(new GenerationRequest.Choice("euler", Map.of("s_churn", "1")));
        assertThat(request.schedule()).isEqualTo(new GenerationRequest.Choice("normal", Map.of("rho", "5")));
        assertThat(request.process())
                .isEqualTo(new ProcessOverrides(
                        Optional.of(PredictionType.V),
                        Optional.of(new ProcessOverrides.Betas(BetaSchedule.LINEAR, 0.001, 0.01)),
                        true));
        assertThat(request.sgmNoiseMultiplier()).isTrue();
        assertThat(request.guidance()).isEqualTo(new GenerationRequest.Choice("cfg", Map.of("batch", "true")));
        assertThat(request.width()).contains(64);
        assertThat(request.height()).contains(96);
        assertThat(request.count()).isEqualTo(3);
        assertThat(request.batchSize()).isEqualTo(2);
        assertThat(request.model()).contains("emoji");
        assertThat(request.weights()).isEqualTo(Weights.RAW);
        assertThat(request.precision()).isEqualTo(Precision.INT8);
        assertThat(request.inspection().includes("noise")).isTrue();
        assertThat(request.inspection().includes("numeric")).isFalse();
        assertThat(request.inspection().options()).isEqualTo(Map.of("noise", Map.of("warn", "0.7")));
        assertThat(opened.safeMode()).isTrue();
        assertThat(opened.device()).isEqualTo("cpu");
        assertThat(opened.threads()).contains(2);
        assertThat(opened.pluginFolders()).contains(folder);
        assertThat(text(out).lines()).hasSize(3).allMatch(line -> line.endsWith(".png"));
    }

    @Test
    void takesSigmasByHandWithTheirNumberOfSteps() {
        when(models.find(any())).thenReturn(card(Map.of("steps", "25")));
        generate("x", "--sigmas", "14.6,7,3,1,0");

        assertThat(requests.get(0).schedule())
                .isEqualTo(new GenerationRequest.Choice("manual", Map.of("sigmas", "14.6,7,3,1,0")));
        assertThat(requests.get(0).steps()).isEqualTo(4);
        assertThat(requests.get(0).process()).isEqualTo(ProcessOverrides.NONE);
    }

    @Test
    void takesWhatTheModelSuggestsWhereTheUserSaysNothing() {
        when(models.find(any())).thenReturn(card(Map.of("steps", "25", "cfg-scale", "4", "sampler", "euler")));

        assertThat(generate("x", "--steps", "3")).isEqualTo(0);

        assertThat(requests.get(0).steps()).isEqualTo(3);
        assertThat(requests.get(0).cfgScale()).isEqualTo(4);
        assertThat(requests.get(0).sampler().name()).isEqualTo("euler");
        assertThat(requests.get(0).schedule().name()).isEqualTo("karras");
    }

    @Test
    void saysWhichSuggestionOfTheModelIsWrong() {
        when(models.find(any())).thenReturn(card(Map.of("steps", "many")));

        assertThat(generate("x")).isEqualTo(2);

        assertThat(text(err)).contains("model emoji suggests steps \"many\"").contains("--steps");
    }

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M Karras, DPM++ 2M, karras",
        "dpm++ 2m NORMAL, dpm++ 2m, normal",
        "DPM++ 2M, DPM++ 2M, karras",
        "Something Karras, Something Karras, karras"
    })
    void splitsSamplerAndSchedule(String given, String sampler, String schedule) {
        generate("x", "--sampler", given);

        assertThat(requests.get(0).sampler().name()).isEqualTo(sampler);
        assertThat(requests.get(0).schedule().name()).isEqualTo(schedule);
    }

    @Test
    void theScheduleThatIsNamedAloneCounts() {
        generate("x", "--sampler", "DPM++ 2M Karras", "--schedule", "normal");

        assertThat(requests.get(0).schedule().name()).isEqualTo("normal");
    }

    @Test
    void makesAPictureLikeAnother() {
        GenerationRequest request = GenerationRequest.of("a red apple")
                .negativePrompt("blurry")
                .model("emoji")
                .size(128, 128)
                .sampler(new GenerationRequest.Choice("dpmpp_2m", Map.of("solver_order", "3")))
                .steps(9)
                .seed(77)
                .sgmNoiseMultiplier(true)
                .build();
        Path picture = PictureWriter.named(folder.resolve("a.png")).write(Results.of(request), Results.NAMES);

        assertThat(generate("--like", picture.toString())).isEqualTo(0);
        assertThat(generate("--like", picture.toString(), "--steps", "30", "--sampler", "euler", "--seed", "-1"))
                .isEqualTo(0);

        assertThat(requests.get(0)).isEqualTo(request);
        assertThat(requests.get(1).prompt()).isEqualTo("a red apple");
        assertThat(requests.get(1).steps()).isEqualTo(30);
        assertThat(requests.get(1).sampler()).isEqualTo(GenerationRequest.Choice.of("euler"));
        assertThat(requests.get(1).sgmNoiseMultiplier()).isTrue();
        assertThat(requests.get(1).seed()).isNotEqualTo(77);
    }

    @Test
    void saysWhatCannotBeTakenOverFromAPicture() {
        Path picture = TestPng.write(
                folder.resolve("b.png"),
                "parameters",
                "a cat\nSteps: 9, Sampler: Euler, Seed: 3, Clip skip: 2, Model: other");
        when(models.find(Optional.of("other"))).thenThrow(new InvalidRequestException("unknown model \"other\""));

        assertThat(generate("--like", picture.toString())).isEqualTo(2);
        assertThat(text(err)).contains("b.png was made with model \"other\"", "not installed");
        assertThat(generate("--like", picture.toString(), "--model", "emoji")).isEqualTo(0);
        assertThat(text(err)).contains("note: Clip skip 2: the text encoder's last layer is used");
        assertThat(requests.get(0).model()).contains("emoji");
        assertThat(requests.get(0).noise().name()).isEqualTo("philox");
    }

    @Test
    void drawsASeedWhereNoneIsGiven() {
        generate("x");
        generate("x", "--seed", "-1");

        assertThat(requests).extracting(GenerationRequest::seed).allMatch(seed -> seed >= 0 && seed < 1L << 32);
        assertThat(requests.get(0).seed()).isNotEqualTo(requests.get(1).seed());
        assertThat(text(out)).contains("seed " + requests.get(1).seed());
    }

    @Test
    void printsOneJsonObjectAPicture() throws IOException {
        assertThat(generate("😀 تفاحة", "--count", "2", "--json")).isEqualTo(0);

        List<String> lines = text(out).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode json = new ObjectMapper().readTree(lines.get(1));
        assertThat(Path.of(json.get("path").asText())).exists();
        assertThat(json.get("seconds").isNumber()).isTrue();
        assertThat(json.at("/request/prompt").asText()).isEqualTo("😀 تفاحة");
        assertThat(json.at("/findings/0/severity").asText()).isEqualTo("warn");
    }

    @ParameterizedTest
    @CsvSource({"info,1", "warn,1", "WARN,1", "severe,0"})
    void failsOnFindingsOfASeverity(String severity, int code) {
        assertThat(generate("x", "--fail-on", severity)).isEqualTo(code);
    }
}
