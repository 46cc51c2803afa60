package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model folders, whole and damaged, in front of the packaged distribution. */
class ModelsIT {

    @TempDir
    private Path temp;

    private Installation darkroom;

    @BeforeEach
    void install() {
        darkroom = Installation.built(temp);
    }

    /** Returns a copy of the embedded model to damage. */
    private Path copy() throws IOException {
        Path model = Installation.builtFolder().resolve("models/emoji");
        Path copy = temp.resolve("copy");
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(model.relativize(file).toString()));
            }
        }
        return copy;
    }

    @Test
    void tellsWhatAFolderHolds() {
        Result listed = darkroom.run("models");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("emoji", "128x128", "precision fp32", "model.non_ema.onnx", "vae_decoder");
        assertThat(darkroom.run("models", "--json").out())
                .startsWith("{\"folder\":")
                .contains("\"id\":\"emoji\"");
        Result checked = darkroom.run("models", "check");
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("ok    unet/model.onnx  FP32");
        Result verified = darkroom.run("models", "verify");
        assertThat(verified.exit()).isZero();
        assertThat(verified.out()).containsPattern("(?m)^\\p{XDigit}{64}  unet/model\\.onnx$");
    }

    @Test
    void damagedGraphsAreNamed() throws IOException {
        Path copy = copy();
        Path decoder = copy.resolve("vae_decoder/model.onnx");
        byte[] whole = Files.readAllBytes(decoder);
        // The middle of the file is weights: a run of floats that are NaN.
        byte[] broken = whole.clone();
        ByteBuffer floats = ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 64; i++) {
            floats.put(broken.length / 2 + i, (byte) -1);
        }
        Files.write(decoder, broken);
        Files.write(copy.resolve("vae_encoder/model.onnx"), new byte[0]);
        Files.write(copy.resolve("text_encoder/model.onnx"), Files.readAllBytes(copy.resolve("unet/config.json")));
        Result checked = darkroom.run("models", "check", copy.toString());
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.out())
                .contains("bad   vae_decoder/model.onnx", "NaN or infinite; fetch or export the file again")
                .contains("bad   vae_encoder/model.onnx", "the file is empty; fetch it again")
                .contains("bad   text_encoder/model.onnx", "not a readable ONNX graph")
                .contains("ok    unet/model.onnx");
    }

    @Test
    void theAutoencoderIsMeasured() {
        Path samples = Installation.builtFolder().resolve("models/emoji/samples");
        Result measured = darkroom.run(
                "vae-check",
                samples.resolve("rocket.png").toString(),
                samples.resolve("pizza.png").toString());
        assertThat(measured.exit()).as(measured.err()).isZero();
        assertThat(measured.out().lines()).hasSize(3);
        Result told = darkroom.run(
                "vae-check", "--json", samples.resolve("rocket.png").toString());
        assertThat(told.out()).containsPattern("\\{.*rocket\\.png\",\"precision\":\"fp32\",\"psnr\":[23]\\d\\.\\d");
        assertThat(measured.out()).containsPattern("(?m)^FP32 +(2\\d|3\\d)\\.\\d dB +0\\.9\\d\\d .*rocket\\.png$");
    }

    @Test
    void whatCannotBeMeasuredIsOneLine() throws IOException {
        Path text = Files.writeString(temp.resolve("text.png"), "no picture");
        for (String picture : new String[] {"absent.png", text.toString()}) {
            Result measured = darkroom.run("vae-check", picture);
            assertThat(measured.exit()).as(measured.err()).isIn(2, 3);
            assertThat(measured.errLines()).hasSize(1);
            assertThat(measured.err()).contains(Path.of(picture).getFileName().toString());
        }
        for (String command : new String[] {"check", "verify"}) {
            Result asked = darkroom.run("models", command, "absent");
            assertThat(asked.exit()).isEqualTo(2);
            assertThat(asked.errLines()).hasSize(1);
            assertThat(asked.err()).contains("absent");
        }
    }

    @Test
    void twoProcessesMayFillTheCacheAtOnce() throws IOException, InterruptedException {
        Installation other = Installation.at(Installation.builtFolder(), temp.resolve("other"));
        other.environment("DARKROOM_HOME", darkroom.home().toString());
        Process first = darkroom.start("generate", "a red apple", "--steps", "1", "--out", "1.png");
        Process second = other.start("generate", "a red apple", "--steps", "1", "--out", "2.png");
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(second.exitValue()).isZero();
        try (Stream<Path> kept = Files.list(darkroom.home().resolve("cache/graphs"))) {
            assertThat(kept.toList())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getFileName().toString())
                            .as("nothing half written")
                            .matches("\\p{XDigit}+-\\p{XDigit}+"))
                    .allSatisfy(entry -> assertThat(entry.resolve("graph.onnx")).isNotEmptyFile())
                    .allSatisfy(entry -> assertThat(entry.resolve("weights")).isNotEmptyFile());
        }
        assertThat(darkroom.run("generate", "a red apple", "--steps", "1").exit())
                .isZero();
    }
}
