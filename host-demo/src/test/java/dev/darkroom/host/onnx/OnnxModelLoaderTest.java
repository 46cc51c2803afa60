package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what ONNX Runtime for Python computed on the same files (make_models.py). */
class OnnxModelLoaderTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final ModelLoader LOADER = TinyModels.loader();

    @TempDir
    Path temporary;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @ParameterizedTest
    @CsvSource({
        "latent, EMA, expected.json, 321.25, 1e-5",
        "latent, RAW, expected.non_ema.json, 321.25, 1e-5",
        "half, EMA, expected.json, 321.25, 2e-3",
        "double, EMA, expected.json, 320.6, 1e-5"
    })
    void computesWhatPythonComputes(String name, Weights weights, String file, double timestep, float tolerance) {
        JsonNode expected = TinyModels.expected(name, file);
        try (DiffusionModel model = load(TinyModels.folder(name), weights)) {
            PromptEmbedding cat = model.promptEncoder().encode("a cat!", new Cancellation());
            PromptEmbedding none = model.promptEncoder().encode("", new Cancellation());
            assertThat(cat.tokens()).isEqualTo(expected.get("ids").get(0).size());
            FloatBuffer hidden = cat.tensors().get("encoder_hidden_states").asBuffer();
            compare(hidden, expected.get("hidden"), hidden.remaining(), tolerance);

            Latent states = Latent.stack(List.of(wave(1, 4), wave(2, 4)));
            Latent predicted = model.noisePredictor().predict(states, timestep, List.of(cat, none), new Cancellation());
            compare(predicted.asBuffer(), expected.get("predicted"), 128, tolerance);

            Picture decoded = model.codec().decode(wave(5, 4), new Cancellation());
            compare(FloatBuffer.wrap(decoded.toArray()), expected.get("decoded"), 192, tolerance);

            float[] planes = new float[192];
            for (int i = 0; i < planes.length; i++) {
                planes[i] = ((float) Math.sin(7 + 0.37 * i) + 1) / 2;
            }
            Latent encoded = model.codec().encode(Picture.of(8, 8, planes), new Cancellation());
            compare(encoded.asBuffer(), expected.get("encoded"), 64, 4 * tolerance);
        }
    }

    @Test
    void runsPixelModelsWithoutPromptsAndAutoencoder() {
        try (DiffusionModel model = load(TinyModels.folder("pixel"), Weights.EMA)) {
            PromptEmbedding any = model.promptEncoder().encode("a cat", new Cancellation());
            assertThat(any.tensors()).isEmpty();
            Latent states = Latent.stack(List.of(wave(1, 3), wave(2, 3)));
            Latent predicted = model.noisePredictor().predict(states, 321, List.of(any, any), new Cancellation());
            compare(
                    predicted.asBuffer(),
                    TinyModels.expected("pixel", "expected.json").get("predicted"),
                    96,
                    1e-5f);

            Picture picture = model.codec().decode(wave(3, 3), new Cancellation());
            assertThat(picture.at(0)).isCloseTo((wave(3, 3).at(0) + 1) / 2, within(1e-6f));
            Latent back = model.codec().encode(picture, new Cancellation());
            for (int i = 0; i < 48; i++) {
                assertThat(back.at(i)).isCloseTo(wave(3, 3).at(i), within(1e-6f));
            }
        }
    }

    @Test
    void drawsOtherSizesWhereTheGraphAllowsIt() {
        try (DiffusionModel model = load(TinyModels.folder("latent"), Weights.EMA, 16, 8)) {
            PromptEmbedding none = model.promptEncoder().encode("", new Cancellation());
            Latent state = Latent.zeros(new Shape(1, 4, 4, 8));
            assertThat(model.noisePredictor()
                            .predict(state, 0, List.of(none), new Cancellation())
                            .shape())
                    .isEqualTo(state.shape());
            assertThat(model.codec().decode(state, new Cancellation()).width()).isEqualTo(16);
        }
        assertThatThrownBy(() -> load(TinyModels.folder("latent"), Weights.EMA, 9, 8))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("multiples of 2, found 9x8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "text_encoder", "vae_decoder"})
    void namesDamagedGraphs(String component) throws IOException {
        Path folder = TinyModels.copy("latent", temporary);
        Path graph = folder.resolve(component).resolve("model.onnx");
        byte[] whole = Files.readAllBytes(graph);
        for (byte[] damaged : List.of(
                new byte[0],
                "garbage, not a graph".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length / 2))) {
            Files.write(graph, damaged);
            assertThatThrownBy(() -> generate(folder))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(component + "/model.onnx")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void namesDamagedTokenizers() throws IOException {
        Path folder = TinyModels.copy("half", temporary);
        Path tokenizer = folder.resolve("tokenizer/tokenizer.json");
        for (String damaged : List.of("", "{", "{}", "[1]", "{\"version\": \"1.0\", \"model\": {\"type\": \"X\"}}")) {
            Files.writeString(tokenizer, damaged);
            assertThatThrownBy(() -> generate(folder))
                    .as("<%s>", damaged)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tokenizer")
                    .hasMessageNotContaining("\n");
        }
        Files.delete(tokenizer);
        assertThatThrownBy(() -> generate(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer");
    }

    @Test
    void refusesGraphsThatDisagreeWithTheirConfiguration() throws IOException {
        Path folder = TinyModels.copy("latent", temporary);
        Files.copy(
                TinyModels.folder("pixel").resolve("unet/model.onnx"),
                folder.resolve("unet/model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> generate(folder))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("unet")
                .hasMessageNotContaining("\n");
    }

    private static void generate(Path folder) {
        try (DiffusionModel model = load(folder, Weights.EMA)) {
            PromptEmbedding cat = model.promptEncoder().encode("a cat", new Cancellation());
            model.noisePredictor().predict(wave(1, 4), 1, List.of(cat), new Cancellation());
            model.codec().decode(wave(1, 4), new Cancellation());
        }
    }

    private static DiffusionModel load(Path folder, Weights weights) {
        ModelCard card = LOADER.inspect(folder).orElseThrow();
        return load(folder, weights, card.width(), card.height());
    }

    private static DiffusionModel load(Path folder, Weights weights, int width, int height) {
        return LOADER.load(
                LOADER.inspect(folder).orElseThrow(),
                new ModelLoader.Settings(weights, Precision.FP32, width, height),
                RUNTIME);
    }

    private static Latent wave(int seed, int channels) {
        return Latent.generate(new Shape(1, channels, 4, 4), i -> (float) Math.sin(seed + 0.37 * i));
    }

    private static void compare(FloatBuffer found, JsonNode expected, int count, float tolerance) {
        assertThat(found.remaining()).isEqualTo(count);
        assertThat(expected.size()).isGreaterThanOrEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(found.get(i))
                    .as("value %d", i)
                    .isCloseTo((float) expected.get(i).doubleValue(), within(tolerance));
        }
    }
}
