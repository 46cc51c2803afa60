package dev.darkroom.host.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.pipeline.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata that is broken or hostile, and what lacks. */
class RecipeRefusalTest extends RecipeReaderFixture {

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
        String colons = "[:".repeat(400_000) + "x\nSteps: 5, Sampler: Euler a, Seed: 1, RNG: CPU";
        String brackets = "(".repeat(900_000) + ":\nSteps: 5, Sampler: Euler a, Seed: 1, RNG: CPU";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(read("parameters", quotes).request().steps()).isEqualTo(5);
            assertThat(read("parameters", labels).notes()).contains("not taken over: a b");
            assertThat(read("parameters", commas).notes()).contains("not taken over: a b");
            assertThat(read("parameters", colons).request().prompt()).hasSize(800_001);
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
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(600)
                        .doesNotContain("\n", "REDACTED")
                        .containsOnlyOnce("picture.png:"));
    }
}
