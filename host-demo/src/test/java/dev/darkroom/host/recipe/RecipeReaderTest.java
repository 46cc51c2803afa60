package dev.darkroom.host.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.image.PngText;
import dev.darkroom.host.image.ResultJson;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.image.TestPng;
import dev.darkroom.host.pipeline.ModelStore;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registries;
import dev.darkroom.host.plugin.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata of Darkroom, A1111 and ComfyUI, whole and hostile. */
class RecipeReaderTest {

    private static final String GRAPH = resource("comfyui-default.json");

    @TempDir
    private Path folder;

    private final PluginHost plugins = mock(PluginHost.class);
    private final RecipeReader reader = new RecipeReader(plugins);

    @BeforeEach
    void extensions() {
        Registry<Sampler> samplers = Registries.of(
                Sampler.class,
                ExtensionInfo.of("dpmpp_2m", "DPM++ 2M", "two steps"),
                ExtensionInfo.of("euler_ancestral", "Euler a", "fresh noise")
                        .option(OptionSpec.number("eta", 1, 0, 2, "noise")),
                ExtensionInfo.of("ddim", "DDIM", "classic"));
        when(plugins.registry(Sampler.class)).thenReturn(samplers);
        Registry<NoiseSchedule> schedules = Registries.of(
                NoiseSchedule.class,
                ExtensionInfo.of("karras", "Karras", "rho 7"),
                ExtensionInfo.of("normal", "Normal", "even"));
        when(plugins.registry(NoiseSchedule.class)).thenReturn(schedules);
    }

    private Recipe read(String keyword, String text) {
        return reader.read(TestPng.write(folder.resolve("picture.png"), keyword, text));
    }

    private static String resource(String name) {
        try (InputStream in = RecipeReaderTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
                "portrait, (sharp:1.2) <lora:detail:0.5>\nSteps: 3 of them, she said\n"
                        + "Negative prompt: blurry\nand worse\n"
                        + "Steps: 28, Sampler: Euler a, Schedule type: Automatic, CFG scale: 6.5, Seed: 4294967295, "
                        + "Size: 64x48, Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, VAE: kl-f8.safetensors, "
                        + "Denoising strength: 0.4, Clip skip: 2, Eta: 0.67, Hires upscale: 2, Hires upscaler: Latent, "
                        + "Lora hashes: \"detail: 01, x: \\\"02\\\"\", ADetailer model: face.pt, Version: v1.10.1");

        GenerationRequest request = recipe.request();
        assertThat(recipe.origin()).isEqualTo(Origin.A1111);
        assertThat(request.prompt()).isEqualTo("portrait, (sharp:1.2) <lora:detail:0.5>\nSteps: 3 of them, she said");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parameters | just words | the last line: expected settings as in Steps: 20",
                "prompt | {\"1\": {\"class_type\": \"KSampler\" | prompt: expected whole JSON",
                "prompt | [] | prompt: expected a JSON object",
                "prompt | {} | the graph: expected a sampler node, as KSampler",
                "darkroom | {} | format: expected a number, found \"nothing\"",
                "darkroom | {\"format\": 2} | format: expected 1",
                "darkroom | {\"format\": 1, \"model\": 5} | expected a text",
                "darkroom | null | expected a JSON object",
                "other | x | expected a PNG that tells how it was made"
            })
    void saysWhatIsWrongInOneLine(String keyword, String text, String expected) {
        assertRefused(keyword, text, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Steps: 1000000000, Sampler: Euler a, Seed: 1 | steps: expected 1 to 10000, found 1000000000",
                "Steps: 99999999999999999999, Sampler: Euler a, Seed: 1 | steps: expected 1 to 10000",
                "Steps: -5, Sampler: Euler a, Seed: 1 | steps: expected 1 to 10000, found -5",
                "Steps: many, Sampler: Euler a, Seed: 1 | Steps: expected a whole number, found \"many\"",
                "Steps: 5, Sampler: Euler a, Seed: 1, Size: -64x-64 | width: expected 1 to 65536, found -64",
                "Steps: 5, Sampler: Euler a, Seed: 1, Size: 64 | Size: expected WIDTHxHEIGHT, found \"64\"",
                "Steps: 5, Sampler: Euler a, Seed: 1e99 | Seed: expected a whole number of 64 bits",
                "Steps: 5, Sampler: Euler a, Seed: 1, CFG scale: NaN | CFG scale: expected a number from -100 to 1000",
                "Steps: 5, Sampler: Euler a, Seed: 1, Precision: fp8 | Precision: expected one of [fp32, fp16, int8]",
                "Steps: 5, Beta schedule: wild, Sampler: Euler a, Seed: 1 | wild",
                "Steps: 5, CFG scale: 3, Seed: 1 | Sampler: expected the name of a sampler"
            })
    void refusesHostileSettings(String settings, String expected) {
        assertRefused("parameters", "x\n" + settings, expected);
    }

    @Test
    void refusesGraphsThatLeadNowhere() {
        assertRefused("prompt", GRAPH.replace("\"seed\": 156680208700286", "\"seed\": [\"3\", 0]"), "seed");
        assertRefused(
                "prompt",
                GRAPH.replace("[\"5\", 0]", "[\"99\", 0]").replace("\"steps\": 20", "\"steps\": {}"),
                "steps");
        assertRefused("prompt", GRAPH.replace("\"steps\": 20", "\"steps\": 1000000000"), "steps: expected 1 to 10000");
        assertRefused(
                "prompt", GRAPH.replace("\"width\": 512", "\"width\": -512"), "width: expected 1 to 65536, found -512");
        assertRefused("prompt", "[".repeat(100_000), "JSON");
        assertRefused("prompt", "{\"a\":".repeat(100_000), "JSON");
        assertRefused("darkroom", "{\"a\":" + "[".repeat(5_000), "JSON");
    }

    @Test
    void circlesEnd() {
        String circle = GRAPH.replace("\"text\": \"text, watermark\"", "\"text\": [\"7\", 0]");

        assertRefused("prompt", circle, "negative: expected a text, found \"a link that leads to none\"");
    }

    @Test
    void readsTextsOfMegabytesAtOnce() {
        String quotes = "x\nSteps: 5, Sampler: Euler a, Seed: 1, Long: \"" + "\\\"a".repeat(600_000) + "\", RNG: CPU";
        String labels = "x\nSteps: 5, Sampler: Euler a, Seed: 1, RNG: CPU" + ", a b: c".repeat(200_000);
        String commas = "x\nSteps: 5, Sampler: Euler a, Seed: 1, RNG: CPU" + ",".repeat(4_000_000) + "a b: c";
        String brackets = "(".repeat(900_000) + ":\nSteps: 5, Sampler: Euler a, Seed: 1, RNG: CPU";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(read("parameters", quotes).request().steps()).isEqualTo(5);
            assertThat(read("parameters", labels).notes()).contains("not taken over: a b");
            assertThat(read("parameters", commas).notes()).contains("not taken over: a b");
            assertThat(read("parameters", brackets).request().prompt()).hasSize(900_001);
        });
        assertRefused("parameters", "x".repeat(2_000_000) + "\nSteps: 5, Sampler: Euler a, Seed: 1", "1000000");
        assertRefused("parameters", "x".repeat(10_000_000), "at most 8388608 bytes of text");
    }

    @Test
    void notesCarryNoControlCharacters() {
        Recipe recipe = read("parameters", "x\nSteps: 5, Sampler: Euler a, RNG: CPU, Seed: 1, Clip skip: \u001b[31m2");

        assertThat(recipe.notes()).hasSize(2).allMatch(note -> note.chars().noneMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a PNG", ""})
    void refusesOtherFiles(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("file.png"), content);

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("PNG");
    }

    @Test
    void saysWhichModelIsMissing() {
        ModelStore models = mock(ModelStore.class);
        when(models.find(Optional.of("v1-5-pruned-emaonly")))
                .thenThrow(new InvalidRequestException("unknown model \"v1-5-pruned-emaonly\": (known: emoji)"));

        assertThatThrownBy(() -> read("prompt", GRAPH).requireInstalledModel(models))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "picture.png was made with model \"v1-5-pruned-emaonly\" (ComfyUI's prompt graph)")
                .hasMessageContaining("not installed")
                .hasMessageContaining("--model")
                .hasMessageContaining("known: emoji");
    }

    private void assertRefused(String keyword, String text, String expected) {
        assertThatThrownBy(() -> read(keyword, text))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("picture.png")
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n"));
    }
}
