package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variants of the embedded model, made by the packaged distribution and used by it. */
class ConvertIT {

    @TempDir
    private Path temp;

    private Installation darkroom;

    @BeforeEach
    void install() {
        darkroom = Installation.built(temp);
    }

    /** A conversion of two steps, which is enough to go every way through the program. */
    private List<String> quick(String precision, Path folder) throws IOException {
        Path prompts = Files.writeString(temp.resolve("prompts.txt"), "a red apple\n");
        List<String> arguments = new ArrayList<>(List.of("convert", "emoji", "--to", precision, "--force"));
        arguments.addAll(List.of("--steps", "2", "--calls", "4", "--pictures", "1", "--prompts", prompts.toString()));
        arguments.addAll(List.of("--out", folder.toString()));
        if (precision.equals("int8")) {
            arguments.addAll(List.of("--option", "ranges=minmax", "--option", "smooth=off"));
        }
        return arguments;
    }

    private Result convert(String precision, Path folder, String... more) throws IOException {
        List<String> arguments = quick(precision, folder);
        arguments.addAll(List.of(more));
        return darkroom.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"int8, 15, QDQ", "fp16, 30, FP16"})
    void aVariantIsMadeReportedCheckedAndDrawnWith(String precision, double leastPsnr, String form) throws IOException {
        Path folder = temp.resolve("variant");
        Result made = convert(precision, folder, "--json");
        assertThat(made.exit()).as(made.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(made.out());
        assertThat(report.at("/precision").asText()).isEqualTo(precision);
        assertThat(report.at("/psnr_db/0").asDouble()).isGreaterThan(leastPsnr);
        assertThat(report.at("/network_call_ms/fp32_median").asDouble()).isPositive();
        assertThat(report.at("/one_step_db_by_timestep")).isNotEmpty();
        assertThat(report.at("/inspectors")).isNotEmpty();
        assertThat(folder.resolve("darkroom-" + precision + ".json")).isRegularFile();
        assertThat(hidden(folder)).isEmpty();

        Result listed = darkroom.run("models", "list");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("emoji").contains("fp32").contains("128x128");
        Result checked = darkroom.run("models", "check", folder.toString());
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("unet/model." + precision + ".onnx  " + form);
        Result verified = darkroom.run("models", "verify", folder.toString());
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("unet/model." + precision + ".onnx  as converted");
        Result drawn = darkroom.run(
                "generate",
                "a red apple",
                "--model",
                folder.toString(),
                "--precision",
                precision,
                "--steps",
                "2",
                "--json");
        assertThat(drawn.exit()).as(drawn.err()).isZero();
        assertThat(drawn.out()).containsIgnoringCase("\"precision\":\"" + precision + "\"");

        Path graph = folder.resolve("unet/model." + precision + ".onnx");
        byte[] bytes = Files.readAllBytes(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(graph, bytes);
        Result changed = darkroom.run("models", "verify", folder.toString());
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).contains("unet/model." + precision + ".onnx  CHANGED since it was converted");
    }

    @Test
    void modelsConvertIsConvert() {
        Result asked = darkroom.run("models", "convert", "emoji", "--to", "int9");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.errLines()).hasSize(1);
        assertThat(asked.err()).contains("int9").contains("int8");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptedCalibrationLeavesNothing() throws IOException, InterruptedException {
        Path folder = temp.resolve("variant");
        List<String> arguments = quick("int8", folder);
        arguments.set(arguments.indexOf("--steps") + 1, "200");
        Process process = darkroom.start(arguments.toArray(String[]::new));
        for (int i = 0; i < 600 && process.isAlive() && !Files.isDirectory(folder); i++) {
            Thread.sleep(50);
        }
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hidden(folder)).isEmpty();
        assertThat(folder.resolve("unet")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDiskThatFillsUpLeavesNothingThatLoads() throws IOException, InterruptedException {
        assertThat(darkroom.run("generate", "a red apple", "--steps", "1").exit())
                .isZero();
        Path folder = temp.resolve("variant");
        // No file may grow beyond 4 MB: the system's answer to a write is the one that a full disk gives, an error.
        Result full = darkroom.runLimited(4096, String.join(" ", quick("int8", folder)));
        assertThat(full.exit()).isEqualTo(3);
        assertThat(full.errLines())
                .last()
                .asString()
                .contains("cannot be written")
                .contains("make room");
        assertThat(hidden(folder)).isEmpty();
        assertThat(folder.resolve("unet")).doesNotExist();
    }

    private static List<Path> hidden(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
