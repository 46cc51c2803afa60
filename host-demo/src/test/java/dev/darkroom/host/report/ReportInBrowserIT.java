package dev.darkroom.host.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.image.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as a browser shows them, at a phone's and a desk's width, light and dark. */
class ReportInBrowserIT {

    /** Chromium may still be writing into its profile when it is told to be gone. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private static Browser browser() {
        Optional<Browser> browser = Browser.installed();
        assumeTrue(browser.isPresent(), "no Chromium on the PATH: install chromium to test reports in it");
        return browser.orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theReportIsReadableAndItsControlsWork(boolean dark) throws IOException, InterruptedException {
        Browser browser = browser();
        GenerationService service = mock(GenerationService.class);
        when(service.decode(any(), any(), any())).thenReturn(Results.noise(96, 3));
        Path page = HtmlReport.write(folder, Diagnoses.sample(), service, "darkroom diagnose x", new Cancellation());

        JsonNode seen = browser.look(page, dark);

        for (String width : new String[] {"phone", "desk"}) {
            JsonNode frame = seen.get(width);
            assertReadable(frame, width, dark);
            assertThat(frame.get("title").asText()).startsWith("Diagnosis: Too few steps");
            assertThat(frame.get("images").asInt()).isGreaterThan(15);
            assertThat(frame.get("clip").asText()).isEqualTo("inset(0px 0px 0px 20%)");
            assertThat(frame.get("opacity").asDouble()).isEqualTo(0.3);
            assertThat(frame.get("command").asText())
                    .startsWith("darkroom generate ")
                    .contains("</title><script>document.title='\\''broken'\\''</script>", "--steps=14");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePageOfASweepIsReadable(boolean dark) throws IOException, InterruptedException {
        Browser browser = browser();
        Path page = Sweeps.write(folder);

        JsonNode seen = browser.look(page, dark);

        assertReadable(seen.get("phone"), "phone", dark);
        assertReadable(seen.get("desk"), "desk", dark);
        assertThat(seen.at("/desk/images").asInt()).isEqualTo(6);
    }

    private static void assertReadable(JsonNode frame, String width, boolean dark) {
        assertThat(frame.has("error")).as("%s: %s", width, frame).isFalse();
        assertThat(frame.get("overflow").asInt())
                .as("%s scrolls sideways", width)
                .isZero();
        assertThat(frame.get("scripts").asInt()).as("ours alone").isEqualTo(1);
        assertThat(frame.get("broken").asInt()).as("broken images").isZero();
        assertThat(frame.get("unnamed").asInt())
                .as("images without alternative text")
                .isZero();
        assertThat(frame.get("unlabelled").asInt())
                .as("controls without a label")
                .isZero();
        assertThat(frame.get("repeatedIds").asInt()).isZero();
        assertThat(frame.get("unreachable").asInt())
                .as("controls the keyboard cannot reach")
                .isZero();
        assertThat(frame.get("contrast").asDouble()).as("WCAG 2.1, 1.4.3").isGreaterThanOrEqualTo(4.5);
        assertThat(frame.get("copied").asText()).isEqualTo("Copied");
        double background = frame.get("background").asDouble();
        assertThat(background).as("dark: %s", dark).isBetween(dark ? 0 : 0.9, dark ? 0.05 : 1.0);
    }
}
