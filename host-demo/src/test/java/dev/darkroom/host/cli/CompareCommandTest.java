package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.pipeline.PictureInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code darkroom compare} against stand-ins for the inspectors and the measures. */
class CompareCommandTest extends CommandLineFixture {

    private Path first;
    private Path second;

    @BeforeEach
    void pictures() {
        PictureInspector inspector = mock(PictureInspector.class);
        when(darkroom.inspector()).thenReturn(inspector);
        when(inspector.styled(any())).thenAnswer(call -> call.getArgument(0));
        first = picture("a", 1, 32);
        second = picture("b", 2, 32);
        Inspected clean = Inspected.of(Symptom.NOISE, 0.1);
        Inspected grainy = Inspected.of(Symptom.NOISE, 0.84);
        when(inspector.inspect(any(), any(), any())).thenAnswer(call -> {
            Inspection inspection = call.getArgument(0);
            return inspection.picture().equals(Results.noise(32, 1)) ? clean : grainy;
        });
    }

    private Path picture(String name, long seed, int size) {
        GenerationRequest request = GenerationRequest.of("x").seed(seed).build();
        return PictureWriter.named(folder.resolve(name + ".png")).write(Results.of(request, 0, size), Results.NAMES);
    }

    @Test
    void saysHowAlikePicturesAreAndWhatChanged() {
        assertThat(run("compare", first.toString(), second.toString())).isEqualTo(0);

        // Independent uniform pixels: the mean square difference is 1/6, the mean difference 1/3.
        assertThat(text(out).lines().toList())
                .hasSize(3)
                .contains(first + "  32x32  reference", "    noise            0.10 -> 0.84  (+0.74)")
                .element(1)
                .asString()
                .matches(Pattern.quote(second + "  32x32  PSNR ") + "7\\.[6-9]. dB  SSIM -?0\\.0...  "
                        + "mean difference 0\\.3[2-4]..  largest 0\\.9.*|.*1\\.000");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void printsOneJsonObjectAPicture() throws IOException {
        Path same = picture("same", 2, 32);

        assertThat(run("compare", "--json", second.toString(), same.toString())).isEqualTo(0);

        List<String> lines = text(out).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.get(0)).has("psnr")).isFalse();
        JsonNode other = new ObjectMapper().readTree(lines.get(1));
        assertThat(other.get("psnr").isNull()).as("infinity is no JSON").isTrue();
        assertThat(other.get("identical").asBoolean()).isTrue();
        assertThat(other.get("ssim").asDouble()).isEqualTo(1);
        assertThat(other.at("/scores/noise").asDouble()).isEqualTo(0.84);
    }

    @Test
    void putsThePicturesSideBySide() {
        Path sheet = folder.resolve("sheet.png");

        assertThat(run("compare", "--out", sheet.toString(), first.toString(), second.toString()))
                .isEqualTo(0);

        PngMetadata png = PngMetadata.read(sheet);
        assertThat(png.height()).isGreaterThan(4 * 32);
        assertThat(png.width()).isGreaterThan(2 * 32);
    }

    @Test
    void refusesWhatCannotBeComparedInOneLine() throws IOException {
        Path larger = picture("c", 3, 48);
        Path text = Files.writeString(folder.resolve("d.png"), "no picture");

        assertThat(run("compare", first.toString(), larger.toString())).isEqualTo(2);
        assertThat(text(err))
                .contains("c.png: expected 32x32 pixels as " + first + " has, found 48x48")
                .hasLineCount(1);
        assertThat(run("compare", first.toString())).isEqualTo(2);
        assertThat(text(err)).contains("expected two pictures or more").hasLineCount(1);
        assertThat(run("compare", first.toString(), text.toString())).isEqualTo(3);
        assertThat(text(err))
                .contains("d.png: expected a PNG, JPEG or WebP picture")
                .hasLineCount(1);
        assertThat(run("compare", "--out", "/dev/null/x.png", first.toString(), second.toString()))
                .isEqualTo(3);
        assertThat(text(err)).contains("cannot write").hasLineCount(1);
    }

    @Test
    void doesNotWriteOverWhatIsCompared() throws IOException {
        byte[] before = Files.readAllBytes(second);
        Path indirect = folder.resolve("x/../b.png");

        assertThat(run("compare", "--out", indirect.toString(), first.toString(), second.toString()))
                .isEqualTo(2);

        assertThat(text(err))
                .contains("--out: expected a file of its own, found " + indirect)
                .hasLineCount(1);
        assertThat(second).hasBinaryContent(before);
        assertThat(run("compare", "--out", "sheet.jpg", first.toString(), second.toString()))
                .isEqualTo(2);
        assertThat(text(err)).contains("--out: expected a file ending in .png, found \"sheet.jpg\"");
    }
}
