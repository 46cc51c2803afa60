package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.NetworkCheck;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugin inspector-detector with a real engine, on graphs whose answers can be computed by hand. */
class DetectorInspectorTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());

    @TempDir
    private Path folder;

    private NetworkCheck inspector;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @BeforeEach
    void equip() {
        inspector = TinyModels.extension(
                "inspector-detector", "dev.darkroom.plugin.inspector.detector.DetectorInspector", NetworkCheck.class);
        inspector.equip(RUNTIME, List.of(folder));
    }

    private void install(String name) throws IOException {
        Path from = TinyModels.detectors().resolve(name);
        Path to = Files.createDirectories(folder.resolve(name));
        for (String file : List.of("detector.json", "model.onnx")) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    private void edit(String name, String from, String to) throws IOException {
        Path file = folder.resolve(name).resolve("detector.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Inspected inspect(Picture picture) {
        return inspector.inspect(
                Inspection.of(picture), Options.defaults(inspector.info().options()));
    }

    /** A picture of one colour whose upper left quarter is white. */
    private static Picture corner(int size, float red, float green, float blue) {
        float[] planes = new float[3 * size * size];
        for (int i = 0; i < planes.length; i++) {
            int pixel = i % (size * size);
            boolean white = pixel % size < size / 2 && pixel / size < size / 2;
            planes[i] = white ? 1 : new float[] {red, green, blue}[i / (size * size)];
        }
        return Picture.of(size, size, planes);
    }

    @Test
    void aHeatMapIsReadAsItIs() throws IOException {
        install("heat");

        Inspected inspected = inspect(corner(32, 0.3f, 0.6f, 0));

        Finding finding = inspected.findings().get(0);
        assertThat(finding.symptom()).isEqualTo(Symptom.STRUCTURE);
        assertThat(finding.score()).isEqualTo(1, within(1e-6));
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.message()).isEqualTo("detector Heat sees bright parts (score 1.00)");
        HeatMap map = finding.heatMap().orElseThrow();
        assertThat(List.of(map.width(), map.height())).containsExactly(4, 4);
        assertThat(map.at(1, 1)).isEqualTo(1, within(1e-6f));
        assertThat(map.at(2, 1)).isEqualTo(0.3f, within(1e-6f));
    }

    @Test
    void aPictureOfAnotherSizeIsStretched() throws IOException {
        install("heat");

        HeatMap map = inspect(corner(128, 0, 0, 0)).findings().get(0).heatMap().orElseThrow();

        assertThat(map.at(0, 0)).isEqualTo(1, within(1e-6f));
        assertThat(map.at(3, 3)).isEqualTo(0, within(1e-6f));
    }

    @Test
    void belowItsThresholdItOnlyScores() throws IOException {
        install("heat");

        Inspected inspected = inspect(Picture.of(8, 8, filled(192, 0.25f)));

        assertThat(inspected.findings()).isEmpty();
        assertThat(inspected.scores().get(Symptom.STRUCTURE)).isEqualTo(0.25, within(1e-6));
    }

    private static float[] filled(int size, float value) {
        float[] planes = new float[size];
        java.util.Arrays.fill(planes, value);
        return planes;
    }

    @Test
    void boxesAreCountedAndDrawn() throws IOException {
        install("boxes");

        // Blue comes first in this graph: a quarter is white, the rest has blue 0.88.
        Finding finding = inspect(corner(32, 0, 0, 0.88f)).findings().get(0);

        assertThat(finding.symptom()).isEqualTo(new Symptom("extra-hands"));
        assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
        assertThat(finding.score()).isEqualTo(0.91, within(1e-5));
        assertThat(finding.message()).isEqualTo("detector Boxes sees 1 x hand, 1 x foot (score 0.91)");
        HeatMap map = finding.heatMap().orElseThrow();
        assertThat(map.at(10, 10)).isEqualTo(0.91f, within(1e-5f));
        assertThat(map.at(50, 50)).isEqualTo(0.91f, within(1e-5f));
        assertThat(map.at(50, 10)).isZero();
        assertThat(inspect(corner(32, 1, 1, 0.2f)).findings()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsOneLineAndTheOthersLook() throws IOException {
        install("heat");
        install("boxes");
        edit("boxes", "\"severe\": 0.8", "\"severe\": 8");
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("notes.txt"), "");
        Path text = Files.createDirectories(folder.resolve("text"));
        Files.writeString(text.resolve("model.onnx"), "not a graph");
        Files.copy(folder.resolve("heat/detector.json"), text.resolve("detector.json"));

        Inspected inspected = inspect(corner(32, 1, 1, 1));

        assertThat(inspected.findings())
                .extracting(Finding::symptom)
                .containsExactlyInAnyOrder(Symptom.STRUCTURE, Symptom.UNCHECKED, Symptom.UNCHECKED);
        assertThat(inspected.findings())
                .filteredOn(finding -> finding.symptom().equals(Symptom.UNCHECKED))
                .extracting(Finding::message)
                .anyMatch(said -> said.startsWith("detector boxes: detector.json, thresholds, severe: expected"))
                .anyMatch(said -> said.startsWith("detector text: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "heat|\"width\": 32|\"width\": 64|the graph wants",
                "heat|\"height\": 32|\"height\": 32, \"layout\": \"nhwc\"|the graph wants",
                "heat|\"heatmap\"|\"heatmap\", \"tensor\": \"map\"|expected one of the outputs",
                "heat|\"heatmap\"|\"heatmap\", \"scores\": \"score\"|expected one of the outputs",
                "heat|\"heatmap\"|\"boxes\"|boxes of at least 5 numbers",
                "heat|\"height\": 32|\"height\": 32, \"std\": 0.001|expected scores from 0 to 1"
            })
    void aManifestThatDoesNotFitItsGraphIsOneLine(String name, String from, String to, String said) throws IOException {
        install(name);
        edit(name, from, to);

        assertThat(inspect(corner(32, 1, 1, 1)).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.symptom()).isEqualTo(Symptom.UNCHECKED);
            assertThat(finding.message()).containsIgnoringCase("detector heat").contains(said);
        });
    }
}
