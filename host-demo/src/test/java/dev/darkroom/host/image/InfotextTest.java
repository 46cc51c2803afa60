package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfotextTest {

    @Test
    void writesTheTextOfTheWebUi() {
        GenerationRequest request = GenerationRequest.of("a red apple, studio light")
                .negativePrompt("blurry, text")
                .seed(1)
                .build();

        assertThat(Infotext.of(Results.of(request), Results.NAMES))
                .isEqualTo("a red apple, studio light\n"
                        + "Negative prompt: blurry, text\n"
                        + "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 128x128, "
                        + "Model hash: 0123456789, Model: emoji, RNG: CPU, Version: Darkroom 0.1.0");
    }

    @Test
    void theWebUiReadsEverySettingBack() {
        GenerationRequest request = GenerationRequest.of("line one\nline two: with, punctuation")
                .negativePrompt("bad\nworse")
                .sampler(Choice.of("dpmpp_2m"))
                .schedule(new Choice("karras", Map.of("rho", "7")))
                .sampler(new Choice("dpmpp_2m", Map.of("eta", "0.5", "solver", "a, \"b\": c\n\\d")))
                .process(new ProcessOverrides(
                        Optional.of(PredictionType.V),
                        Optional.of(new ProcessOverrides.Betas(BetaSchedule.LINEAR, 0.001, 0.01)),
                        true))
                .guidance(new Choice("rescale", Map.of("phi", "0.5")))
                .sgmNoiseMultiplier(true)
                .weights(Weights.RAW)
                .cfgScale(4.5)
                .steps(31)
                .seed(-3)
                .build();

        Map<String, String> read = A1111.parse(Infotext.of(Results.of(request), Results.NAMES));

        assertThat(read)
                .containsEntry("Prompt", "line one\nline two: with, punctuation")
                .containsEntry("Negative prompt", "bad\nworse")
                .containsEntry("Steps", "31")
                .containsEntry("Sampler", "DPM++ 2M")
                .containsEntry("Schedule type", "Karras")
                .containsEntry("CFG scale", "4.5")
                .containsEntry("Seed", "-3")
                .containsEntry("Size-1", "128")
                .containsEntry("Size-2", "128")
                .containsEntry("Model hash", "0123456789")
                .containsEntry("Model", "emoji")
                .containsEntry("Eta", "0.5")
                .containsEntry("Sampler solver", "a, \"b\": c\n\\d")
                .containsEntry("Schedule rho", "7")
                .containsEntry("Noise Schedule", "Zero Terminal SNR")
                .containsEntry("Prediction", "v")
                .containsEntry("Beta schedule", "linear,0.001,0.01")
                .containsEntry("Guidance", "rescale")
                .containsEntry("Guidance phi", "0.5")
                .containsEntry("SGM noise multiplier", "True")
                .containsEntry("Weights", "raw");
    }

    @ParameterizedTest
    @CsvSource({"torch, RNG, CPU", "philox, RNG, NV", "java, Noise source, java", "comfy, Noise source, comfy"})
    void namesTheNoiseSourceAsTheWebUiDoesWhereItKnowsIt(String source, String label, String value) {
        GenerationRequest request =
                GenerationRequest.of("an apple").noise(Choice.of(source)).build();

        Map<String, String> read = A1111.parse(Infotext.of(Results.of(request), Results.NAMES));

        assertThat(read).containsEntry(label, value).doesNotContainKey(label.equals("RNG") ? "Noise source" : "RNG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "😀 emoji", "تفاحة حمراء", "\"quoted\"", "Steps: 3, CFG: 2", "tab\there"})
    void everyPromptComesBackAsTheWebUiKeepsIt(String prompt) {
        String text = Infotext.of(Results.of(GenerationRequest.of(prompt).build()), Results.NAMES);

        assertThat(A1111.parse(text)).containsEntry("Prompt", prompt.strip()).containsEntry("Steps", "20");
    }
}
