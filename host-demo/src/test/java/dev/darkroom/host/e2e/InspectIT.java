package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom inspect} as packaged, on files of every kind and on pictures the embedded model made. */
class InspectIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private Installation darkroom;

    @BeforeEach
    void install() {
        darkroom = Installation.built(temp);
    }

    private static List<JsonNode> json(Result result) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }

    private Path samples() throws IOException {
        Path folder = Files.createDirectories(darkroom.workingFolder().resolve("samples"));
        for (String name :
                List.of("rgb16.png", "palette2-alpha.png", "cmyk.jpg", "orientation6.jpg", "animated.webp")) {
            try (var in = InspectIT.class.getResourceAsStream("/pictures/" + name)) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        return folder;
    }

    @Test
    void everyKindOfFileIsInspected() throws IOException {
        samples();

        Result result = darkroom.run("inspect", "samples", "--json");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(json(result)).hasSize(5).allSatisfy(file -> {
            assertThat(file.get("error").isNull()).isTrue();
            assertThat(file.get("scores").has("noise")).isTrue();
            assertThat(file.get("scores").has("numeric")).isTrue();
        });
        assertThat(result.err()).contains("animated.webp is animated; its first frame was inspected");
        assertThat(json(result).get(2).get("file").asText()).endsWith("orientation6.jpg");
        assertThat(json(result).get(2).get("width").asInt()).isEqualTo(16);
    }

    @Test
    void brokenFilesAreOneLineEachAndTheOthersAreInspected() throws IOException {
        Path folder = samples();
        byte[] whole = Files.readAllBytes(folder.resolve("rgb16.png"));
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("text.png"), "hello");
        Files.write(folder.resolve("empty.jpg"), new byte[0]);

        Result result = darkroom.run("inspect", "samples", "--json");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(json(result)).hasSize(8);
        assertThat(json(result).stream().filter(file -> !file.get("error").isNull()))
                .hasSize(3);
        assertThat(result.errLines().stream().filter(line -> line.startsWith("darkroom: ")))
                .hasSize(3)
                .allMatch(line -> line.contains("expected") && line.contains("found") && !line.contains("\tat "));
    }

    @Test
    void aSpoiledPictureFailsAndShowsWhere() throws IOException {
        Path noisy = darkroom.workingFolder().resolve("noisy.png");
        java.awt.image.BufferedImage image = new java.awt.image.BufferedImage(256, 256, 1);
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 65536; i++) {
            int grey = (int) Math.max(0, Math.min(255, 128 + 40 * random.nextGaussian()));
            image.setRGB(i % 256, i / 256, grey * 0x10101);
        }
        ImageIO.write(image, "png", noisy.toFile());

        Result result = darkroom.run("inspect", "noisy.png", "--fail-on=warn", "--heatmaps=maps");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out()).contains("noisy.png").contains("noise");
        try (Stream<Path> maps = Files.list(darkroom.workingFolder().resolve("maps"))) {
            assertThat(maps.map(map -> map.getFileName().toString())).contains("noisy.png.noise.png");
        }
        assertThat(darkroom.run("inspect", "noisy.png", "--fail-on=warn", "--inspectors=numeric")
                        .exit())
                .isZero();
        Files.writeString(darkroom.home().resolve("config.json"), "{\"inspectors\": {\"only\": [\"numeric\"]}}");
        assertThat(darkroom.run("inspect", "noisy.png", "--fail-on=warn").exit())
                .isZero();
    }

    @Test
    void aPictureIsJudgedAsWhenItWasMade() throws IOException {
        Result made = darkroom.run(
                "generate", "a red apple", "--steps=4", "--cfg-scale=1", "--seed=3", "--out=x.png", "--json");
        assertThat(made.exit()).as(made.err()).isZero();
        double then = json(made).get(0).at("/scores/noise").asDouble();

        Result inspected = darkroom.run("inspect", "x.png", "--json");

        // The file holds 8 bits of what the generation's inspectors saw.
        assertThat(json(inspected).get(0).at("/scores/noise").asDouble())
                .isCloseTo(then, org.assertj.core.api.Assertions.within(0.05));
    }

    @Test
    void aDetectorThatIsDroppedInJoinsTheInspection() throws IOException {
        Path detectors = Files.createDirectories(darkroom.home().resolve("detectors"));
        Path shipped = Path.of(System.getProperty("darkroom.dist")).resolve("detectors/emoji-structure");
        Path installed = Files.createDirectories(detectors.resolve("emoji-structure"));
        for (String file : List.of("detector.json", "model.onnx")) {
            Files.copy(shipped.resolve(file), installed.resolve(file));
        }
        Path broken = Files.createDirectories(detectors.resolve("broken"));
        Files.write(broken.resolve("detector.json"), "{}".getBytes(StandardCharsets.UTF_8));
        darkroom.run("generate", "a red apple", "--steps=22", "--cfg-scale=3.5", "--seed=7", "--out=x.png");

        Result result = darkroom.run("inspect", "x.png", "--json", "--inspectors=detector");

        JsonNode file = json(result).get(0);
        assertThat(file.at("/scores/structure").isNumber()).as(result.out()).isTrue();
        assertThat(file.get("findings").findValuesAsText("message"))
                .anyMatch(said -> said.startsWith("detector broken: detector.json, model: expected a text"));
    }

    @Test
    void badInputIsOneClearLine() {
        for (String[] arguments : new String[][] {
            {"inspect"}, {"inspect", "x.png", "--style=painting"}, {"inspect", "x.png", "--inspectors=nois"}
        }) {
            Result result = darkroom.run(arguments);
            assertThat(result.exit()).as(result.err()).isEqualTo(2);
            assertThat(result.errLines()).hasSizeLessThanOrEqualTo(2);
            assertThat(result.err()).doesNotContain("\tat ");
        }
    }
}
