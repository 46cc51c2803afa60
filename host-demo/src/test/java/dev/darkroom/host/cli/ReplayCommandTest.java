package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code darkroom replay} on what is no bundle; bundles are tested with the reports. */
class ReplayCommandTest extends CommandLineFixture {

    @Test
    void saysWhatIsWrongInOneLine() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format\": 7}");

        assertThat(run("replay", other.toString())).isEqualTo(2);
        assertThat(text(err))
                .contains("other.json: expected a bundle of format 1, found format 7")
                .hasLineCount(1);
        assertThat(run("replay", folder.resolve("none.json").toString())).isEqualTo(3);
        assertThat(text(err)).contains("cannot read", "no such file").hasLineCount(1);
        assertThat(run("replay")).isEqualTo(2);
        assertThat(text(err))
                .contains("expected a bundle, as in: darkroom replay report/bundle.json")
                .hasLineCount(1);
        assertThat(folder.resolve("report.html")).doesNotExist();
    }
}
