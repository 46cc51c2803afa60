package dev.darkroom.host.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.image.PngText;
import dev.darkroom.host.image.ResultJson;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.image.TestPng;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata of Darkroom, A1111 and ComfyUI. */
class RecipeReaderTest extends RecipeReaderFixture {

    @Test
    void readsBackEverythingDarkroomWrites() {
        GenerationRequest request = GenerationRequest.of("a \"red\" apple,\nSteps: 3, 😀")
                .negativePrompt("line\nbreak")
                .model("emoji")
                .size(128, 128)
                .weights(Weights.RAW)
                .precision(Precision.INT8)
                .sampler(new Choice("dpmpp_2m", Map.of("solver_order", "3")))
                .schedule(new Choice("karras", Map.of("rho", "5")))
                .guidance(new Choice("rescale", Map.of("phi", "0.5")))
                .noise(Choice.of("philox"))
                .process(new ProcessOverrides(
                        Optional.of(PredictionType.V),
                        Optional.of(ProcessOverrides.Betas.of(BetaSchedule.SCALED_LINEAR)),
                        true))
                .steps(31)
                .cfgScale(4.5)
                .seed(Long.MIN_VALUE)
                .sgmNoiseMultiplier(true)
                .decoding(new Decoding(64, 16))
                .build();
        Path file = PictureWriter.named(folder.resolve("a.png")).write(Results.of(request), Results.NAMES);

        Recipe recipe = reader.read(file);

        assertThat(recipe.origin()).isEqualTo(Origin.DARKROOM);
        assertThat(recipe.request()).isEqualTo(request);
        assertThat(recipe.notes()).isEmpty();
        assertThat(recipe.made()).contains(Results.of(request).provenance());
        assertThat(recipe.differences(recipe.made().orElseThrow())).isEmpty();
    }

    @Test
    void aPictureOfABatchIsMadeAlone() {
        GenerationRequest request =
                GenerationRequest.of("x").seed(7).count(4).batchSize(4).build();
        Path file = PictureWriter.named(folder.resolve("a.png")).write(Results.of(request, 2, 64), Results.NAMES);

        GenerationRequest read = reader.read(file).request();

        assertThat(read.seed()).isEqualTo(9);
        assertThat(read.count()).isEqualTo(1);
        assertThat(read.batchSize()).isEqualTo(1);
        assertThat(read.width()).contains(64);
    }

    @Test
    void saysWhatIsOtherwiseNow() {
        GenerationResult result = Results.of(GenerationRequest.of("x").build());
        Recipe recipe = reader.read(PictureWriter.named(folder.resolve("a.png")).write(result, Results.NAMES));
        Provenance then = result.provenance();
        Map<String, String> files = new LinkedHashMap<>(then.files());
        files.put("unet/model.onnx", "cd".repeat(32));
        Provenance now = new Provenance(
                then.software(),
                "ONNX Runtime 2.0.0",
                then.device(),
                then.model(),
                files,
                Map.of(),
                then.sampler(),
                then.schedule(),
                then.guidance(),
                then.noise(),
                128,
                128,
                Map.of());

        assertThat(recipe.differences(now))
                .containsExactly(
                        "engine: ONNX Runtime 1.29.0 then, ONNX Runtime 2.0.0 now",
                        "model file unet/model.onnx: 0123456789ab then, cdcdcdcdcdcd now",
                        "plugin sampler-dpmpp: 0.1.0 bbbbbbbbbbbb then, none now");
    }

    @Test
    void readsWhatA1111Writes() {
        Recipe recipe = read(
                "parameters",
                "portrait, (sharp:1.2) [cow|horse] <lora:detail:0.5>\nSteps: 3 of them, she said\n"
                        + "Negative prompt: blurry\nand worse\n"
                        + "Steps: 28, Sampler: Euler a, Schedule type: Automatic, CFG scale: 6.5, Seed: 4294967295, "
                        + "Size: 64x48, Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, VAE: kl-f8.safetensors, "
                        + "Denoising strength: 0.4, Clip skip: 2, Eta: 0.67, Hires upscale: 2, Hires upscaler: Latent, "
                        + "Lora hashes: \"detail: 01, x: \\\"02\\\"\", ADetailer model: face.pt, Version: v1.10.1");

        GenerationRequest request = recipe.request();
        assertThat(recipe.origin()).isEqualTo(Origin.A1111);
        assertThat(request.prompt())
                .isEqualTo("portrait, (sharp:1.2) [cow|horse] <lora:detail:0.5>\nSteps: 3 of them, she said");
        assertThat(request.negativePrompt()).isEqualTo("blurry\nand worse");
        assertThat(request.steps()).isEqualTo(28);
        assertThat(request.sampler()).isEqualTo(new Choice("Euler a", Map.of("eta", "0.67")));
        assertThat(request.schedule()).isEqualTo(Choice.of("normal"));
        assertThat(request.noise()).isEqualTo(Choice.of("philox"));
        assertThat(request.cfgScale()).isEqualTo(6.5);
        assertThat(request.seed()).isEqualTo(4294967295L);
        assertThat(request.model()).contains("v1-5-pruned-emaonly");
        assertThat(request.width()).contains(64);
        assertThat(request.height()).contains(48);
        assertThat(recipe.notes())
                .containsExactly(
                        "Schedule type Automatic: taken as normal",
                        "no RNG: taken as A1111's default, the noise of an NVIDIA GPU (philox)",
                        "<lora:...> in the prompt: no such network is loaded; the text is read as it stands",
                        "(words:1.2) in the prompt: emphasis is not known here; the text is read as it stands",
                        "[one|other] in the prompt: words do not change on the way; the text is read as it stands",
                        "VAE kl-f8.safetensors: the model's own VAE is used",
                        "Denoising strength 0.4: the picture started from another one or had a second pass; neither"
                                + " is made",
                        "Clip skip 2: the text encoder's last layer is used",
                        "Hires upscale 2: the second pass is left out",
                        "Lora hashes detail: 01, x: \"02\": no such network is loaded",
                        "not taken over: ADetailer model");
    }

    @ParameterizedTest
    @CsvSource({
        "'DPM++ 2M Karras', '', DPM++ 2M, karras",
        "'DPM++ 2M', 'Schedule type: Karras, ', DPM++ 2M, Karras",
        "'DPM++ 2M', 'Schedule type: Automatic, ', DPM++ 2M, karras",
        "'DPM++ 2M SDE', 'Schedule type: Automatic, ', DPM++ 2M SDE, exponential",
        "'DPM++ 2M', '', DPM++ 2M, normal",
        "'DPM++ 2M', 'Schedule type: Beta, ', DPM++ 2M, beta_sigma",
        "'DDIM', '', DDIM, leading"
    })
    void knowsTheNamesOfEveryAge(String written, String more, String sampler, String schedule) {
        GenerationRequest request = read(
                        "parameters",
                        "x\nSteps: 9, Sampler: " + written + ", " + more + "CFG scale: 7, RNG: CPU, Seed: 1")
                .request();

        assertThat(request.sampler().name()).isEqualTo(sampler);
        assertThat(request.schedule().name()).isEqualTo(schedule);
        assertThat(request.noise().name()).isEqualTo("torch");
        assertThat(request.width()).as("of the file itself").contains(64);
    }

    @Test
    void passesUnquotedJsonOfOtherSites() {
        Recipe recipe = read(
                "parameters",
                "cat\nSteps: 20, Sampler: Euler a, Seed: 5, Created Date: 2024-06-14T1905:45.17Z, Civitai resources: "
                        + "[{\"type\":\"checkpoint\",\"modelVersionId\":128713}], Civitai metadata: {}");

        assertThat(recipe.request().steps()).isEqualTo(20);
        assertThat(recipe.request().seed()).isEqualTo(5);
        assertThat(recipe.notes()).contains("not taken over: Civitai resources, Civitai metadata");
    }

    @Test
    void readsTheDefaultGraphOfComfyUi() {
        Recipe recipe = read("prompt", GRAPH);

        GenerationRequest request = recipe.request();
        assertThat(recipe.origin()).isEqualTo(Origin.COMFYUI);
        assertThat(request.prompt())
                .isEqualTo("beautiful scenery nature glass bottle landscape, , purple galaxy bottle,");
        assertThat(request.negativePrompt()).isEqualTo("text, watermark");
        assertThat(request.steps()).isEqualTo(20);
        assertThat(request.cfgScale()).isEqualTo(8);
        assertThat(request.seed()).isEqualTo(156680208700286L);
        assertThat(request.sampler()).isEqualTo(Choice.of("euler"));
        assertThat(request.schedule()).isEqualTo(Choice.of("normal"));
        assertThat(request.noise()).isEqualTo(Choice.of("comfy"));
        assertThat(request.sgmNoiseMultiplier()).isTrue();
        assertThat(request.model()).contains("v1-5-pruned-emaonly");
        assertThat(request.width()).contains(512);
        assertThat(recipe.notes())
                .containsExactly("the picture has 64x48 pixels, its metadata say 512x512; the latter is repeated");
    }

    @Test
    void followsLinksThroughNodes() {
        Recipe recipe = read("prompt", resource("comfyui-custom.json"));

        GenerationRequest request = recipe.request();
        assertThat(request.prompt()).isEqualTo("a red apple");
        assertThat(request.negativePrompt()).isEmpty();
        assertThat(request.seed()).isEqualTo(-1);
        assertThat(request.steps()).isEqualTo(12);
        assertThat(request.cfgScale()).isEqualTo(5.5);
        assertThat(request.sampler().name()).isEqualTo("dpmpp_2m");
        assertThat(request.schedule().name()).isEqualTo("karras");
        assertThat(request.process())
                .isEqualTo(new ProcessOverrides(Optional.of(PredictionType.V), Optional.empty(), true));
        assertThat(request.guidance()).isEqualTo(new Choice("RescaleCFG", Map.of("phi", "0.7")));
        assertThat(request.model()).contains("sdxl");
        assertThat(recipe.notes())
                .containsExactly(
                        "ImageScale: what it did to the picture is not repeated",
                        "sampled in 2 passes: only the first is repeated",
                        "positive through ControlNetApplyAdvanced: only the text is taken over",
                        "negative through ControlNetApplyAdvanced: only the text is taken over",
                        "negative ConditioningZeroOut: an empty prompt is taken for it",
                        "denoise 0.5: the whole way from pure noise is made",
                        "batch of 4: its first picture is repeated, whichever this is",
                        "LoRA detail.safetensors: no such network is loaded");
    }

    @Test
    void prefersItsOwnMetadataToOthers() {
        Path file = TestPng.write(
                folder.resolve("both.png"),
                List.of(
                        new PngText("prompt", GRAPH),
                        new PngText("parameters", "cat\nSteps: 5, Sampler: Euler a, Seed: 5"),
                        new PngText(
                                "darkroom",
                                ResultJson.of(
                                        Results.of(GenerationRequest.of("own").build()), Map.of()))));

        assertThat(reader.read(file).request().prompt()).isEqualTo("own");
    }
}
