package dev.darkroom.plugin.inspector.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static final String GOOD = """
            {"name": "Hands", "model": "model.onnx", "symptom": "extra-hands", "licence": "MIT", "source": "here",
             "input": {"width": 64, "height": 32, "mean": [0.5, 0.4, 0.3], "std": 0.2},
             "output": {"kind": "boxes", "normalised": true},
             "labels": ["hand"], "thresholds": {"info": 0.3, "warn": 0.8}}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void model() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
    }

    private Manifest read(String json) throws IOException {
        Files.writeString(folder.resolve("detector.json"), json);
        return Manifest.read(folder);
    }

    @Test
    void isReadAsWritten() throws IOException {
        Manifest manifest = read(GOOD);

        assertThat(manifest.name()).isEqualTo("Hands");
        assertThat(manifest.symptom()).isEqualTo(new Symptom("extra-hands"));
        assertThat(manifest.input().width()).isEqualTo(64);
        assertThat(manifest.input().mean()).containsExactly(0.5, 0.4, 0.3);
        assertThat(manifest.input().std()).containsExactly(0.2, 0.2, 0.2);
        assertThat(manifest.output().normalised()).isTrue();
        assertThat(manifest.thresholds()).isEqualTo(Map.of(Severity.INFO, 0.3, Severity.WARN, 0.8));
        assertThat(manifest.severity(0.29)).isEmpty();
        assertThat(manifest.severity(0.3)).contains(Severity.INFO);
        assertThat(manifest.severity(0.99)).contains(Severity.WARN);
        assertThat(manifest.label(0)).isEqualTo("hand");
        assertThat(manifest.label(7)).isEqualTo("extra-hands");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model\": \"model.onnx\" | \"model\": \"gone.onnx\" | model: expected an ONNX file",
                "\"model\": \"model.onnx\" | \"model\": \"../model.onnx\" | the detector's own folder",
                "\"model\": \"model.onnx\" | \"modle\": \"model.onnx\" | modle: expected one of",
                "\"symptom\": \"extra-hands\" | \"symptom\": \"Extra Hands\" | symptom: expected lower case",
                "\"licence\": \"MIT\", | ` ` | licence: expected a text, found nothing",
                "\"width\": 64 | \"width\": 0 | width: expected a whole number from 1 to 4096, found 0",
                "\"width\": 64 | \"width\": \"64\" | width: expected a whole number",
                "[0.5, 0.4, 0.3] | [0.5, 0.4] | mean: expected a number, or three in brackets",
                "\"std\": 0.2 | \"std\": 0 | std: expected numbers above 0",
                "\"boxes\" | \"segments\" | kind: expected one of heatmap, boxes",
                "\"normalised\": true | \"normalised\": 1 | normalised: expected true or false",
                "[\"hand\"] | \"hand\" | labels: expected texts in brackets",
                "\"warn\": 0.8 | \"warn\": 80 | warn: expected a number from 0 to 1, found 80",
                "\"info\": 0.3, \"warn\": 0.8 | ` ` | thresholds: expected a score",
                "\"info\" | \"inform\" | inform: expected one of info, warn, severe"
            })
    void saysInOneLineWhatIsWrong(String good, String bad, String said) throws IOException {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(ModelException.class)
                .message()
                .startsWith("detector " + folder.getFileName() + ": detector.json")
                .contains(said)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "3", "null", "{\"a\":", "`{} {}`"})
    void whatIsNoObjectIsOneLine(String garbage) {
        assertThatThrownBy(() -> read(garbage))
                .isInstanceOf(ModelException.class)
                .message()
                .doesNotContain("\n");
    }
}
