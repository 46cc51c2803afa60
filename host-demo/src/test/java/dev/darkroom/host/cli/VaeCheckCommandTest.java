package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.image.Results;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code darkroom vae-check} with a decoder that draws noise. */
class VaeCheckCommandTest extends CommandLineFixture {

    private Picture decoded = Results.noise(128, 1);

    @BeforeEach
    void decoder() {
        when(generation.decode(any(), any(), any())).thenAnswer(call -> decoded);
    }

    @Test
    void whatCannotBeReadIsToldAndTheOthersAreChecked() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Path even = picture("even.png", 0);
        Path striped = picture("striped.png", 0xFFFFFF);

        assertThat(run("vae-check", text.toString(), even.toString(), striped.toString()))
                .isEqualTo(Cli.FAILURE);

        assertThat(text(err))
                .startsWith("darkroom: " + text + ": expected a PNG")
                .hasLineCount(1);
        assertThat(text(out).lines())
                .satisfiesExactly(
                        heading -> assertThat(heading).startsWith("PRECISION"),
                        line -> assertThat(line).matches("FP32 .* dB .* -  .*even\\.png"),
                        line -> assertThat(line).matches("FP32 .* dB .* -?\\d+ %  .*striped\\.png"));
    }

    @Test
    void aDecoderThatOverflowsIsFound() throws IOException {
        float[] planes = new float[3 * 128 * 128];
        planes[7] = Float.NaN;
        decoded = Picture.of(128, 128, planes);

        assertThat(run("vae-check", picture("even.png", 0).toString())).isEqualTo(Cli.FOUND);

        assertThat(text(out)).contains("FP32      1 values are not finite");
    }

    @Test
    void scriptsGetAnObjectAPicture() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Path even = picture("even.png", 0);

        assertThat(run("vae-check", "--json", text.toString(), even.toString())).isEqualTo(Cli.FAILURE);

        assertThat(text(out).lines())
                .satisfiesExactly(
                        line -> {
                            JsonNode broken = new ObjectMapper().readTree(line);
                            assertThat(broken.path("file").asText()).isEqualTo(text.toString());
                            assertThat(broken.path("error").asText()).contains("expected a PNG");
                        },
                        line -> {
                            JsonNode measured = new ObjectMapper().readTree(line);
                            assertThat(measured.path("precision").asText()).isEqualTo("fp32");
                            assertThat(measured.path("psnr").asDouble()).isBetween(1.0, 30.0);
                            assertThat(measured.path("colourShift")).hasSize(3);
                            assertThat(measured.path("blur").isNull())
                                    .as("of a picture of one colour")
                                    .isTrue();
                        });
    }

    /** Draws stripes of black and a colour. */
    private Path picture(String name, int colour) throws IOException {
        BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128 * 64; i++) {
            image.setRGB(i % 128, i / 128 * 2, colour);
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
