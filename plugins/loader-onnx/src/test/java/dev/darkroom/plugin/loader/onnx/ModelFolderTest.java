package dev.darkroom.plugin.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.PredictionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    private final OnnxModelLoader loader = new OnnxModelLoader();

    @TempDir
    Path temporary;

    @Test
    void describesALatentModel() throws IOException {
        Path folder = copy("latent");
        ModelCard card = loader.inspect(folder).orElseThrow();
        assertThat(card)
                .isEqualTo(new ModelCard(
                        "latent",
                        folder.toAbsolutePath(),
                        "onnx",
                        "TinyPipeline",
                        8,
                        8,
                        4,
                        2,
                        PredictionType.V,
                        false,
                        8,
                        Set.of(Weights.EMA, Weights.RAW),
                        Set.of(Precision.FP32),
                        Map.of("steps", "12", "cfg-scale", "3.5", "sampler", "euler"),
                        Map.of(ModelCard.DECODER_LOSS, 0.05)));
    }

    @Test
    void describesAPixelModel() throws IOException {
        ModelCard card = loader.inspect(copy("pixel")).orElseThrow();
        assertThat(List.of(card.width(), card.height(), card.channels(), card.factor(), card.maxTokens()))
                .containsExactly(4, 4, 3, 1, 0);
    }

    @Test
    void findsWeightsAndPrecisionsByTheirNames() throws IOException {
        Path folder = copy("latent");
        for (String name : List.of("model.fp16.onnx", "model.non_ema.int8.onnx", "model.best.onnx")) {
            Files.copy(folder.resolve("unet/model.onnx"), folder.resolve("unet").resolve(name));
        }
        ModelCard card = loader.inspect(folder).orElseThrow();
        assertThat(card.precisions()).containsExactlyInAnyOrder(Precision.FP32, Precision.FP16, Precision.INT8);
        assertThat(GraphFiles.closest(folder, "text_encoder", new GraphFiles.Variant(Weights.RAW, Precision.INT8)))
                .hasFileName("model.non_ema.onnx");
        assertThatThrownBy(() -> GraphFiles.exact(folder, "unet", new GraphFiles.Variant(Weights.EMA, Precision.INT8)))
                .isInstanceOf(ModelException.class)
                .hasMessage("latent: unet has no ema/int8 graph; it has [ema/fp16, ema/fp32, raw/fp32, raw/int8]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_index.json",
                "unet",
                "unet/config.json",
                "text_encoder",
                "tokenizer",
                "vae_decoder",
                "vae_decoder/config.json",
                "scheduler",
                "scheduler/scheduler_config.json"
            })
    void namesWhatIsMissing(String part) throws IOException {
        Path folder = copy("latent");
        delete(folder.resolve(part));
        assertThatThrownBy(() -> loader.inspect(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("latent: ")
                .hasMessageContaining(part)
                .hasMessageContaining("missing")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "text_encoder", "vae_decoder"})
    void namesComponentsWithoutAGraph(String component) throws IOException {
        Path folder = copy("latent");
        Files.delete(folder.resolve(component).resolve("model.onnx"));
        Files.deleteIfExists(folder.resolve(component).resolve("model.non_ema.onnx"));
        assertThatThrownBy(() -> loader.inspect(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected " + component + "/model.onnx, found no graph");
    }

    @ParameterizedTest
    @CsvSource({
        "model_index.json",
        "unet/config.json",
        "vae_decoder/config.json",
        "scheduler/scheduler_config.json",
        "tokenizer/tokenizer_config.json",
        "darkroom.json"
    })
    void namesDamagedConfigurations(String file) throws IOException {
        Path folder = copy("latent");
        for (String garbage : List.of("", "{", "[]", "\u0000\u0001", "{\"a\": 1,}", "<html>", "nul")) {
            Files.writeString(folder.resolve(file), garbage);
            assertThatThrownBy(() -> loader.inspect(folder))
                    .as("%s with <%s>", file, garbage)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(file)
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet/config.json|\"in_channels\": 4|\"in_channels\": 9|out_channels: expected 9",
                "unet/config.json|\"in_channels\": 4|\"in_channels\": \"4\"|in_channels: expected a whole number",
                "unet/config.json|\"sample_size\": 4|\"sample_size\": -4|sample_size: expected a whole number",
                "unet/config.json|\"sample_size\": 4|\"sample_size\": 999999999|sample_size: expected at most",
                "unet/config.json|\"sample_size\": 4,|''|sample_size: expected the native size, found nothing",
                "vae_decoder/config.json|\"latent_channels\": 4|\"latent_channels\": 16|latent_channels: expected 4",
                "vae_decoder/config.json|block_out_channels|blocks|block_out_channels: expected an array",
                "vae_decoder/config.json|0.25|0|scaling_factor: expected a number other than 0",
                "tokenizer/tokenizer_config.json|\"model_max_length\": 8|\"model_max_length\": 0|model_max_length",
                "tokenizer/tokenizer_config.json|\"model_max_length\": 8|\"model_max_length\": 1e30|max_position",
                "darkroom.json|12|[12]|steps: expected a text, number or boolean",
                "darkroom.json|0.05|\"low\"|measures.decoder-loss: expected a number"
            })
    void namesFieldsThatCannotBe(String file, String from, String to, String reason) throws IOException {
        Path folder = copy("latent");
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
        assertThatThrownBy(() -> loader.inspect(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @Test
    void tellsHowToExportOtherWeights() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("torch/unet")).getParent();
        Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\": \"StableDiffusionPipeline\"}");
        Files.writeString(folder.resolve("unet/diffusion_pytorch_model.safetensors"), "x");
        assertThatThrownBy(() -> loader.inspect(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("optimum-cli export onnx");
    }

    @Test
    void passesOnFoldersThatHoldSomethingElse() throws IOException {
        Files.writeString(temporary.resolve("model.safetensors"), "x");
        assertThat(loader.inspect(temporary)).isEmpty();
        assertThat(loader.inspect(temporary.resolve("absent"))).isEmpty();
    }

    @Test
    void findsThePaddingToken() throws IOException {
        Path folder = copy("half");
        assertThat(PromptFormat.padding(folder, "text_encoder")).isEqualTo(1);
        Files.writeString(
                folder.resolve("tokenizer/tokenizer_config.json"), "{\"model_max_length\": 8, \"pad_token\": \"!\"}");
        long fromVocabulary = PromptFormat.padding(folder, "text_encoder");
        assertThat(Files.readString(folder.resolve("tokenizer/tokenizer.json")))
                .contains("\"!\": " + fromVocabulary + ",");
        Files.writeString(folder.resolve("tokenizer/tokenizer_config.json"), "{\"model_max_length\": 8}");
        Files.writeString(folder.resolve("text_encoder/config.json"), "{\"pad_token_id\": 7}");
        assertThat(PromptFormat.padding(folder, "text_encoder")).isEqualTo(7);
        Files.writeString(folder.resolve("text_encoder/config.json"), "{}");
        assertThatThrownBy(() -> PromptFormat.padding(folder, "text_encoder"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("padding token");
    }

    private Path copy(String name) throws IOException {
        Path from = Path.of("src/test/resources/models", name);
        Path to = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
