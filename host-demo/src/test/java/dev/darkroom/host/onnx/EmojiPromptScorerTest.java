package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.alignment.PromptAlignment;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with what ONNX Runtime for Python computed on the same files (make_models.py). */
class EmojiPromptScorerTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final PromptScorer SCORER = TinyModels.scorer();

    @TempDir
    Path temporary;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void scoresAsPythonDoes() {
        JsonNode expected = TinyModels.expected("latent", "expected.scorer.json");
        float[] planes = new float[192];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = ((float) Math.sin(7 + 0.37 * i) + 1) / 2;
        }
        try (PromptAlignment alignment = SCORER.open(card(TinyModels.folder("latent")), RUNTIME)) {
            assertThat(expected.properties()).hasSize(3);
            for (Map.Entry<String, JsonNode> prompt : expected.properties()) {
                assertThat(alignment.score(prompt.getKey(), Picture.of(8, 8, planes)))
                        .as(prompt.getKey())
                        .isCloseTo(prompt.getValue().doubleValue(), within(1e-5));
            }
        }
    }

    @Test
    void takesPicturesOfAnySizeAndKind() {
        try (PromptAlignment alignment = SCORER.open(card(TinyModels.folder("latent")), RUNTIME)) {
            float[] broken = new float[3 * 17 * 5];
            broken[3] = Float.NaN;
            broken[40] = Float.POSITIVE_INFINITY;
            assertThat(alignment.score("a cat", Picture.of(17, 5, broken))).isBetween(-1.0, 1.0);
        }
    }

    @Test
    void supportsOnlyModelsWithBothEncoders() {
        assertThat(SCORER.supports(card(TinyModels.folder("latent")))).isTrue();
        assertThat(SCORER.supports(card(TinyModels.folder("half")))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "scorer/config.json, {, scorer/config.json",
        "scorer/config.json, '{\"pixel_range\": [0, 1]}', image_size",
        "scorer/text_encoder.onnx, garbage, scorer/text_encoder.onnx",
        "scorer/image_encoder.onnx, garbage, scorer/image_encoder.onnx"
    })
    void namesDamagedFiles(String file, String content, String reason) throws IOException {
        Path folder = TinyModels.copy("latent", temporary);
        Files.writeString(folder.resolve(file), content);
        assertThatThrownBy(() -> SCORER.open(card(folder), RUNTIME))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    private static ModelCard card(Path folder) {
        return TinyModels.loader().inspect(folder).orElseThrow();
    }
}
