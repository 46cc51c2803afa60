package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.inspection.Inspectors;
import dev.darkroom.host.pipeline.PictureInspector;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginKnowledge;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code darkroom inspect} with the host's own machinery and inspectors that see red. */
class InspectCommandTest extends CommandLineFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Path calm;
    private Path red;

    @BeforeEach
    void pictures() {
        calm = Inspectors.picture(folder.resolve("calm.png"), 0);
        red = Inspectors.picture(folder.resolve("red.png"), 204);
        inspectors(List.of(Inspectors.red()));
        registry(StyleClassifier.class, List.of(Inspectors.flat()));
        registry(CauseAdvisor.class);
        when(darkroom.inspector())
                .thenReturn(new PictureInspector(
                        plugins,
                        new ForeignCall(Duration.ofMillis(500)),
                        mock(InferenceRuntime.class),
                        List.of(folder),
                        new PluginKnowledge(plugins, new ForeignCall(Duration.ofMillis(500)))));
    }

    private void inspectors(List<PostCheck> inspectors) {
        registry(PostCheck.class, inspectors);
    }

    private int inspect(Object... args) {
        List<String> all = new ArrayList<>(List.of("inspect"));
        for (Object arg : args) {
            all.add(arg.toString());
        }
        return run(all.toArray(String[]::new));
    }

    private List<JsonNode> json() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : text(out).lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }

    @Test
    void printsATable() {
        assertThat(inspect(calm, red)).as(text(err)).isZero();

        assertThat(text(out).lines())
                .containsExactly(
                        "VERDICT   SIZE         STYLE         FILE",
                        "ok        8x4          flat          " + calm,
                        "warn      8x4          flat          " + red,
                        "          warn    noise 0.80: it is red");
        assertThat(text(err)).isEqualTo("note: 2 pictures inspected: 1 warn, 0 severe\n");
    }

    @Test
    void printsOneJsonObjectAFile() throws IOException {
        Path broken = Files.writeString(folder.resolve("text.png"), "hello");

        assertThat(inspect("--json", red, calm, broken)).isEqualTo(3);

        assertThat(json().get(0))
                .isEqualTo(JSON.readTree("{\"file\": \"" + red + "\", \"width\": 8, \"height\": 4, \"style\": \"flat\","
                        + " \"scores\": {\"noise\": 0.8}, \"findings\": [{\"inspector\": \"red\", \"symptom\":"
                        + " \"noise\", \"score\": 0.8, \"severity\": \"warn\", \"message\": \"it is red\","
                        + " \"measures\": {\"red\": 0.8}}], \"error\": null}"));
        assertThat(json().get(1).get("scores").toString())
                .as("of every symptom, warned or not")
                .isEqualTo("{\"noise\":0.0}");
        assertThat(json().get(2).get("error").asText()).startsWith(broken + ": expected a PNG, JPEG or WebP picture");
        assertThat(json().get(2).get("width").isNull()).isTrue();
    }

    @Test
    void brokenFilesAreOneLineEachAndTheOthersAreInspected() throws IOException {
        int count = 10_000;
        Path many = Files.createDirectories(folder.resolve("many"));
        int warned = 0;
        for (int i = 0; i < count; i++) {
            byte[] content = Files.readAllBytes(i % 3 == 0 ? red : calm);
            boolean cut = i % 271 == 7;
            warned += i % 3 == 0 && !cut ? 1 : 0;
            Files.write(
                    many.resolve(String.format("%05d.png", i)),
                    cut ? Arrays.copyOf(content, i % 2 == 0 ? 0 : 50) : content);
        }

        assertThat(inspect(many)).isEqualTo(3);

        List<String> broken =
                text(err).lines().filter(line -> line.startsWith("darkroom: ")).toList();
        assertThat(broken).hasSize(37).allMatch(line -> line.contains("expected") && line.contains("found"));
        assertThat(text(err))
                .endsWith("note: 9963 pictures inspected: " + warned + " warn, 0 severe; 37 could not be read\n");
        assertThat(text(out).lines().filter(line -> line.contains(".png")))
                .hasSize(count)
                .isSortedAccordingTo(Comparator.comparing(line -> line.substring(line.length() - 9)));
    }

    @ParameterizedTest
    @CsvSource({"204,info,1", "204,warn,1", "204,severe,0", "255,severe,1", "0,info,0", "0,warn,0"})
    void failsOnFindingsOfASeverity(int redness, String severity, int code) {
        Path file = Inspectors.picture(folder.resolve("x.jpg"), redness);

        assertThat(inspect(file, "--fail-on", severity)).isEqualTo(code);
    }

    @Test
    void writesHeatMapsAfterFileAndSymptom() throws IOException {
        Inspectors.picture(folder.resolve("in/a/x.png"), 255);
        Inspectors.picture(folder.resolve("in/b/x.png"), 255);
        Inspectors.picture(folder.resolve("in/calm.png"), 0);
        Path maps = folder.resolve("maps");

        assertThat(inspect(folder.resolve("in"), "--recursive", "--heatmaps", maps))
                .as(text(err))
                .isZero();

        try (Stream<Path> written = Files.walk(maps)) {
            assertThat(written.filter(Files::isRegularFile)
                            .map(file -> maps.relativize(file).toString()))
                    .containsExactlyInAnyOrder("a/x.png.noise.png", "b/x.png.noise.png");
        }
        var overlay = ImageIO.read(maps.resolve("a/x.png.noise.png").toFile());
        assertThat(List.of(overlay.getWidth(), overlay.getHeight())).containsExactly(8, 4);
        assertThat(new Color(overlay.getRGB(0, 2)).getGreen()).isGreaterThan(200);
        assertThat(new Color(overlay.getRGB(7, 2)).getGreen()).isLessThan(60);
    }

    @Test
    void aHeatMapThatCannotBeWrittenEndsTheRun() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(inspect(red, "--heatmaps", file.resolve("maps"))).isEqualTo(3);

        assertThat(text(err)).startsWith("darkroom: cannot make folder").hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void takesTheStyleThatIsNamed() {
        assertThat(inspect(red, "--style", "photo")).isZero();

        assertThat(text(out)).contains("warn      8x4          photo         " + red);
    }

    @Test
    void anInspectorThatFailsCostsItsOwnOpinion() throws IOException {
        inspectors(List.of(
                new Inspectors.Plain("thrower", inspection -> {
                    throw new IllegalStateException("oops");
                }),
                new Sleeper(),
                new Inspectors.Plain("dreamer", inspection -> Inspected.of(Symptom.BLUR, Double.NaN)),
                Inspectors.red()));

        assertThat(inspect(red, calm, "--json")).as(text(err)).isZero();

        for (JsonNode file : json()) {
            assertThat(file.get("scores").has("noise")).isTrue();
            assertThat(file.get("findings").findValuesAsText("message"))
                    .anyMatch(said -> said.contains("inspector thrower threw"))
                    .anyMatch(said -> said.contains("inspector sleeper"))
                    .anyMatch(said -> said.contains("found NaN"));
        }
    }

    /** Of a class of its own: a class that hung is not called again. */
    private static final class Sleeper implements PostCheck {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("sleeper", "Sleeper", "Never comes back.");
        }

        @Override
        public Inspected inspect(Inspection inspection, Options options) {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return Inspected.NOTHING;
        }
    }

    @Test
    void foldersInAFolderAreLookedIntoWhenAsked() throws IOException {
        Inspectors.picture(folder.resolve("deep/er/x.jpg"), 0);
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.writeString(folder.resolve(".hidden.png"), "no picture");

        assertThat(inspect(folder)).isZero();
        assertThat(text(err)).contains("note: " + folder + ": the folder in it is not looked into (--recursive does)");
        assertThat(text(out).lines()).filteredOn(line -> line.contains(".")).hasSize(3);

        assertThat(inspect(folder, "--recursive")).isZero();
        assertThat(text(out)).contains("x.jpg");
    }

    @Test
    void theConfigurationTunesButCannotForbid() throws IOException {
        inspectors(List.of(
                Inspectors.red(),
                new Inspectors.Plain(
                        "other",
                        inspection -> Inspected.of(
                                Finding.of("other", Symptom.BLUR, 1, Severity.SEVERE, "always", Map.of())))));
        Path config = Files.writeString(
                folder.resolve("config.json"), "{\"inspectors\": {\"enabled\": false, \"skip\": [\"other\"]}}");

        assertThat(inspect(red, "--config", config, "--fail-on", "severe")).isZero();
        assertThat(text(out)).contains("it is red").doesNotContain("always");
        assertThat(inspect(red, "--config", config, "--inspectors", "other", "--fail-on", "severe"))
                .isEqualTo(1);
        assertThat(inspect(red, "--skip-inspector", "red,other", "--fail-on", "warn"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x.png --style=painting",
                "x.png --fail-on=never",
                "x.png --threads=0",
                "x.png --threads=many",
                "x.png --inspectors=rde",
                "x.png --inspector-option=red",
                "x.png --inspector-option=red.warn=2",
                "x.png --inspector-option=red.wran=1",
                "x.png --heatmap=maps",
                "x.png --config=nowhere.json"
            })
    void saysInOneLineWhatIsWrongWithTheCommand(String garbage) {
        assertThat(inspect(Stream.of(garbage.split(" "))
                        .filter(arg -> !arg.isEmpty())
                        .toArray()))
                .as(text(err))
                .isEqualTo(2);

        assertThat(text(out)).isEmpty();
        assertThat(text(err).lines().filter(line -> !line.startsWith("see darkroom inspect --help")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("darkroom: ") && !line.contains("internal error"));
    }

    @Test
    void aFolderWithoutPicturesIsNamed() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(inspect(empty)).isEqualTo(2);

        assertThat(text(err)).contains("expected pictures (.png, .jpg, .jpeg, .webp) in " + empty + ", found none");
    }
}
