package dev.darkroom.host.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.image.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as files: whole, self-contained, escaped, and the same again from their bundle. */
class HtmlReportTest {

    @TempDir
    private Path folder;

    private final GenerationService service = mock(GenerationService.class);

    @BeforeEach
    void bench() {
        when(service.decode(any(), any(), any())).thenReturn(Results.noise(96, 3));
    }

    private String page() throws IOException {
        Path page = HtmlReport.write(
                folder, Diagnoses.sample(), service, "darkroom diagnose 'an apple' --steps=4", new Cancellation());
        return Files.readString(page);
    }

    @Test
    void saysEverythingInOneFile() throws IOException {
        String page = page();

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Too few steps: likely (8 of 8 pairs")
                .contains("data-copy=\"darkroom generate ")
                .contains("--steps=14")
                .contains("Tried on the same seed: it is better.")
                .contains("Opacity of the heat map")
                .contains("Twice the steps", "left out: the model has no raw weights")
                .contains("By steps", "By CFG scale", "The latent, step by step")
                .contains("Estimate after step 1", "Four times the difference")
                .contains("unet/model.onnx", "ONNX Runtime 1.29.0", "sampler-dpmpp")
                .contains("darkroom diagnose &#39;an apple&#39; --steps=4")
                .contains("25 % saved by sharing");
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find())
                .as("nothing is fetched")
                .isFalse();
        assertThat(page.split("<img ", -1))
                .allSatisfy(tag -> assertThat(tag.substring(0, Math.min(tag.length(), 1 << 20)))
                        .satisfiesAnyOf(
                                head -> assertThat(head).startsWith("<!DOCTYPE"),
                                head -> assertThat(head).contains("alt=\"")));
    }

    @Test
    void whatStrangersWroteStaysText() throws IOException {
        String page = page();

        assertThat(page)
                .doesNotContain("<script>document", "<b>bold", "<img src=x", "</title><script")
                .contains("&lt;script&gt;document.title=", "&lt;img src=x onerror=alert(2)&gt; CFG 1 is as noisy");
        assertThat(page.split("<script>", -1)).hasSize(2);
    }

    @Test
    void theBundleMakesTheSamePageAgain() throws IOException {
        String page = page();

        Path again = HtmlReport.replay(folder.resolve("bundle.json"), folder.resolve("again.html"));

        assertThat(Files.readString(again)).isEqualTo(page);
    }

    @Test
    void doesWithoutWhatCannotBeMade() throws IOException {
        when(service.encode(any(), any(), any())).thenThrow(new DarkroomException("there is no encoder"));

        assertThat(page()).doesNotContain("The autoencoder alone").contains("The evidence");
    }

    @Test
    void refusesOtherFilesInOneLine() throws IOException {
        page();
        Path bundle = folder.resolve("bundle.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode whole = (ObjectNode) json.readTree(Files.readAllBytes(bundle));
        byte[] bytes = Files.readAllBytes(bundle);

        assertRefused("", "no JSON object");
        assertRefused("[]", "no JSON object");
        assertRefused("{\"format\": 2}", "found format 2");
        assertRefused("{\"format\": 1}", "whole bundle");
        assertRefused(new String(bytes, 0, bytes.length / 2, StandardCharsets.UTF_8), "whole bundle");
        assertRefused("[".repeat(50_000), "whole bundle");
        ((ObjectNode) whole.get("before")).put("png", "\" onerror=\"alert(1)");
        assertRefused(whole.toString(), "expected base64");
        assertThatThrownBy(() -> HtmlReport.replay(folder.resolve("none.json"), folder.resolve("x.html")))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("no such file");
    }

    private void assertRefused(String bundle, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), bundle);
        assertThatThrownBy(() -> HtmlReport.replay(file, folder.resolve("x.html")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("other.json: expected")
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("\n", "REDACTED")
                        .hasSizeLessThan(1000));
        assertThat(folder.resolve("x.html")).doesNotExist();
    }
}
