package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.host.e2e.Installation.Result;
import dev.darkroom.host.image.PngMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged distribution with the embedded model, as a user runs it. */
class GenerateIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private Installation darkroom;

    @BeforeEach
    void install() {
        darkroom = Installation.built(temp);
    }

    @Test
    void theSameSeedGivesTheSamePixelsTwiceAndOnOneThread() throws IOException {
        generate("a", "--steps", "8", "--seed", "42", "--out", "a.png");
        generate("b", "--steps", "8", "--seed", "42", "--out", "b.png");
        generate("c", "--steps", "8", "--seed", "42", "--out", "c.png", "--threads", "1");
        generate("d", "--steps", "8", "--seed", "43", "--out", "d.png");
        int[] first = pixels("a.png");
        assertThat(pixels("b.png")).isEqualTo(first);
        assertThat(largestDifference(first, pixels("c.png"))).isLessThanOrEqualTo(2);
        assertThat(largestDifference(first, pixels("d.png"))).isGreaterThan(30);
    }

    private void generate(String why, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "generate";
        arguments[1] = "a smiling cat";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Result result = darkroom.run(arguments);
        assertThat(result.exit())
                .as("%s: %s%s", why, result.out(), result.err())
                .isZero();
    }

    @Test
    void thePictureCarriesWhatMadeIt() throws IOException {
        generate("parameters", "--steps", "6", "--cfg-scale", "3", "--seed", "5", "--out", "x.png");
        var chunks = PngMetadata.read(darkroom.workingFolder().resolve("x.png"));
        assertThat(chunks.text("parameters").orElseThrow())
                .startsWith("a smiling cat\nSteps: 6, Sampler: ")
                .contains("CFG scale: 3", "Seed: 5", "Size: 128x128", "Model: emoji");
        JsonNode provenance = JSON.readTree(chunks.text("darkroom").orElseThrow());
        assertThat(provenance.toString()).contains("unet/model.onnx", "sampler-", "\"torch\"", "ONNX Runtime");
    }

    @ParameterizedTest
    @CsvSource({
        "torch, RNG: CPU",
        "NV, RNG: NV",
        "comfy, Noise source: comfy",
        "comfy-cpu, Noise source: comfy-cpu",
        "java, Noise source: java"
    })
    void thePictureNamesTheNoiseItStartedFrom(String source, String label) throws IOException {
        generate(source, "--steps", "2", "--noise-source", source, "--out", "x.png");
        var chunks = PngMetadata.read(darkroom.workingFolder().resolve("x.png"));
        assertThat(chunks.text("parameters").orElseThrow()).contains(label);
        JsonNode provenance = JSON.readTree(chunks.text("darkroom").orElseThrow());
        assertThat(provenance.at("/noise").asText()).isEqualTo(source.equals("NV") ? "philox" : source);
    }

    @ParameterizedTest
    @CsvSource({
        "cfg, start=0.2, cfg",
        "RescaleCFG, phi=0.5, rescale",
        "apg, eta=0.2, apg",
        "CFGZeroStar, end=0.8, cfg-zero-star",
        "dynthres, mimic_scale=4, dynamic-thresholding"
    })
    void everyGuidanceMakesAPicture(String name, String option, String id) throws IOException {
        generate(name, "--steps", "4", "--guidance", name, "--guidance-option", option, "--out", "x.png");
        var chunks = PngMetadata.read(darkroom.workingFolder().resolve("x.png"));
        assertThat(chunks.text("parameters").orElseThrow()).contains("Guidance " + option.replace("=", ": "));
        JsonNode provenance = JSON.readTree(chunks.text("darkroom").orElseThrow());
        assertThat(provenance.at("/guidance").asText()).isEqualTo(id);
    }

    @Test
    void aNameThatImpliesOptionsIsWrittenAsA1111KnowsIt() throws IOException {
        generate("name", "--steps", "3", "--sampler", "DPM++ 2M SDE Heun Karras", "--out", "x.png");
        var chunks = PngMetadata.read(darkroom.workingFolder().resolve("x.png"));
        assertThat(chunks.text("parameters").orElseThrow())
                .contains("Sampler: DPM++ 2M SDE Heun, Schedule type: Karras, ");
        JsonNode sampler = JSON.readTree(chunks.text("darkroom").orElseThrow()).at("/request/sampler");
        assertThat(sampler.at("/name").asText()).isEqualTo("dpmpp_2m_sde");
        assertThat(sampler.at("/options/solver_type").asText()).isEqualTo("heun");
    }

    @Test
    void aPromptKeepsItsLettersWhateverTheLocale() throws IOException, InterruptedException {
        darkroom.environment("LC_ALL", "C");
        Result result = darkroom.runFromShell("generate '\uD83D\uDE3A \u05E9\u05DC\u05D5\u05DD' --steps=2 --out=x.png");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(PngMetadata.read(darkroom.workingFolder().resolve("x.png"))
                        .text("parameters")
                        .orElseThrow())
                .startsWith("\uD83D\uDE3A \u05E9\u05DC\u05D5\u05DD\n");
    }

    @Test
    void theEngineKeepsNoDatabaseOfItsUse() throws IOException {
        Path user = Files.createDirectory(darkroom.workingFolder().resolve("user"));
        darkroom.environment("HOME", user.toString());
        darkroom.environment("XDG_CACHE_HOME", user.resolve("cache").toString());
        generate("telemetry", "--steps=1", "--no-inspect");
        try (Stream<Path> left = Files.walk(user)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void fewStepsWithoutGuidanceAreWarnedOfAndTwentyFiveAreNot() throws IOException {
        for (String prompt : List.of("a smiling cat", "a red apple", "a rocket")) {
            assertThat(warnings(prompt, "--steps", "4", "--cfg-scale", "1"))
                    .as("%s, 4 steps", prompt)
                    .containsAnyOf("noise", "unconverged");
            assertThat(warnings(prompt, "--steps", "25"))
                    .as("%s, 25 steps", prompt)
                    .isEmpty();
        }
    }

    private Set<String> warnings(String prompt, String... options) throws IOException {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "generate";
        arguments[1] = prompt;
        arguments[2] = "--json";
        arguments[3] = "--seed";
        arguments[4] = "11";
        System.arraycopy(options, 0, arguments, 5, options.length);
        Result result = darkroom.run(arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        Set<String> symptoms = new TreeSet<>();
        for (JsonNode finding : JSON.readTree(result.out()).get("findings")) {
            if (!finding.get("severity").asText().equalsIgnoreCase("info")) {
                symptoms.add(finding.get("symptom").asText());
            }
        }
        return symptoms;
    }

    @Test
    void warningsCarryCausesAndDecideTheExitCodeWhenAsked() {
        Result result =
                darkroom.run("generate", "a red apple", "--steps=3", "--cfg-scale=1", "--seed=1", "--fail-on=warn");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("possible cause:").contains("--steps");
        assertThat(darkroom.run(
                                "generate",
                                "a red apple",
                                "--steps=3",
                                "--cfg-scale=1",
                                "--fail-on=warn",
                                "--no-inspect")
                        .exit())
                .isZero();
    }

    @Test
    void saveStepsWritesEveryEstimateAndAContactSheet() throws IOException {
        generate("steps", "--steps", "5", "--seed", "1", "--save-steps", "--out", "x.png");
        assertThat(darkroom.pictures("x-steps")).hasSize(5);
        BufferedImage sheet =
                ImageIO.read(darkroom.workingFolder().resolve("x-steps.png").toFile());
        assertThat(sheet.getWidth()).isGreaterThan(2 * 128);
    }

    @Test
    void picturesOfABatchEqualThoseMadeAlone() throws IOException {
        generate("batch", "--steps", "4", "--seed", "7", "--count", "3", "--batch-size", "3", "--out", "together");
        generate("alone", "--steps", "4", "--seed", "8", "--out", "alone.png");
        Path second = darkroom.pictures("together").get(1);
        assertThat(largestDifference(pixels("alone.png"), pixels(second))).isLessThanOrEqualTo(2);
    }

    @Test
    void tilesThatOverlapMakeNearlyTheWholePicture() throws IOException {
        String[] same = {"--steps", "6", "--seed", "5", "--out"};
        generate("whole", with(same, "whole.png"));
        generate("tiles", with(same, "tiles.png", "--vae-tile", "64"));
        generate("apart", with(same, "apart.png", "--vae-tile", "64", "--vae-tile-overlap", "0"));
        int[] whole = pixels("whole.png");
        double blended = meanDifference(whole, pixels("tiles.png"));
        assertThat(blended).isPositive().isLessThan(meanDifference(whole, pixels("apart.png")));
        assertThat(PngMetadata.read(darkroom.workingFolder().resolve("tiles.png"))
                        .text("parameters")
                        .orElseThrow())
                .contains("VAE tile: 64, VAE tile overlap: 16");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.of(options, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void interruptKeepsFinishedPictures() throws IOException, InterruptedException {
        Process process = darkroom.start("generate", "a smiling cat", "--count=1000", "--steps=10", "--out=many");
        Path folder = darkroom.workingFolder().resolve("many");
        for (int i = 0;
                i < 600
                        && (!Files.isDirectory(folder)
                                || darkroom.pictures("many").size() < 2);
                i++) {
            Thread.sleep(100);
        }
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        List<Path> pictures = darkroom.pictures("many");
        assertThat(pictures).hasSizeBetween(2, 500);
        for (Path picture : pictures) {
            assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(128);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> !file.toString().endsWith(".png"))).isEmpty();
        }
    }

    @Test
    void aStrangersPluginFolderIsSurvived() throws IOException {
        darkroom.dropPlugin("empty.jar", new byte[0]);
        darkroom.dropPlugin("text.jar", "not a jar".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        generate("hostile", "--steps", "3", "--seed", "1", "--out", "x.png");
        Result plugins = darkroom.run("plugins");
        assertThat(plugins.exit()).isZero();
        assertThat(plugins.out())
                .contains("refused  empty.jar", "refused  text.jar", "to do:", "started  sampler-euler");
        assertThat(darkroom.run("plugins", "--safe-mode").out()).contains("started  sampler-euler");
    }

    @Test
    void anUnpackedZipRunsFromAnywhere() throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectories(temp.resolve("else where"));
        Process unzip = new ProcessBuilder("jar", "xf", System.getProperty("darkroom.zip"))
                .directory(elsewhere.toFile())
                .inheritIO()
                .start();
        assertThat(unzip.waitFor()).isZero();
        // The jar tool does not restore permissions; unzip does.
        assertThat(elsewhere.resolve("darkroom/bin/darkroom").toFile().setExecutable(true))
                .isTrue();
        Installation moved = Installation.at(elsewhere.resolve("darkroom"), temp.resolve("moved"));
        for (int run = 0; run < 2; run++) {
            Result result = moved.run("generate", "a red apple", "--steps=3", "--seed=1", "--quiet");
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.errLines()).isEmpty();
        }
        assertThat(moved.pictures("outputs")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | --steps=0 | steps: expected 1 to 10000, found 0",
                "2 | --steps=1000000 | steps: expected 1 to 10000, found 1000000",
                "2 | --steps=-3 | steps: expected 1 to 10000, found -3",
                "2 | --steps=5000 | schedule trailing: expected from 1 to 1000 steps, found 5000",
                "2 | --cfg-scale=NaN | CFG scale",
                "2 | --width=130 | width 130 is not a multiple of 8",
                "2 | --sampler=eulr | did you mean euler",
                "2 | --schedule=karas | did you mean karras",
                "2 | --model=emojy | did you mean emoji",
                "2 | --stpes=3 | --steps",
                "2 | --sampler=lcm | lcm: expected a model distilled to need few steps, found one that is not",
                "2 | --sampler=flow_euler | expected a rectified flow, found a model that predicts v; choose euler",
                "2 | --sampler-option=solver_order=0 | solver_order: expected a whole number from 1 to 3, found \"0\"",
                "2 | --schedule-option=rhoo=1 | unknown option \"rhoo\"",
                "2 | --sigmas=14,NaN,0 | sigmas[1]: expected a",
                "2 | --sigmas=14,7,9,0 | sigmas[2]: expected a level below 7.0, found 9.0",
                "2 | --vae-tile=60 | decoding tile 60 is not a multiple of 8",
                "2 | --vae-tile-overlap=8 | expected --vae-tile beside it",
                "2 | --inspectors=nois | did you mean noise",
                "3 | --out=/proc/nowhere/x.png | /proc/nowhere"
            })
    void badInputIsOneClearLine(int exit, String option, String said) {
        Result result = darkroom.run("generate", "a smiling cat", option);
        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).contains(said).doesNotContain("\tat ");
        assertThat(result.errLines()).hasSizeLessThanOrEqualTo(2);
        assertThat(darkroom.workingFolder()).isEmptyDirectory();
    }

    @Test
    void aSizeTheNetworkCannotHalveIsOneClearLine() {
        Result result = darkroom.run("generate", "a smiling cat", "--width=136", "--steps=2");
        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains("cannot draw 136x128: try its native 128x128 or multiples of 64");
        assertThat(darkroom.run("generate", "a smiling cat", "--width=192", "--steps=2")
                        .exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"unet/model.onnx", "tokenizer/tokenizer.json", "scheduler/scheduler_config.json"})
    void aDamagedModelIsOneClearLine(String damaged) throws IOException {
        Path model = copyOfTheModel();
        Files.writeString(model.resolve(damaged), "garbage");
        Result result = darkroom.run("generate", "a smiling cat", "--model=" + model);
        assertThat(result.exit()).as(result.err()).isEqualTo(3);
        assertThat(result.errLines()).hasSize(1);
        assertThat(result.err()).contains(damaged.substring(0, damaged.indexOf('/')));
    }

    private Path copyOfTheModel() throws IOException {
        Path to = temp.resolve("model");
        Installation.copyModel(to);
        return to;
    }

    @Test
    void promptsOfAnyKindAreDrawn() {
        for (String prompt : List.of(
                "", "word ".repeat(10_000), "\uD83D\uDE3A \u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627")) {
            Result result = darkroom.run("generate", prompt, "--steps=2", "--seed=1");
            assertThat(result.exit()).as(result.err()).isZero();
        }
        assertThat(darkroom.pictures("outputs")).hasSize(3);
    }

    private int[] pixels(String name) throws IOException {
        return pixels(darkroom.workingFolder().resolve(name));
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static double meanDifference(int[] a, int[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
            }
        }
        return sum / (3.0 * a.length);
    }

    private static int largestDifference(int[] a, int[] b) {
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                largest = Math.max(largest, Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)));
            }
        }
        return largest;
    }
}
