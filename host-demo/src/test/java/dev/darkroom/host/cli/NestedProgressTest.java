package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NestedProgressTest {

    @Test
    void showsWhichPieceHowFarAndWhen() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NestedProgress progress = new NestedProgress(new PrintStream(out, true, StandardCharsets.UTF_8), 12, 120);

        progress.begin(1, "cfg-scale=1");
        for (int i = 0; i < 10; i++) {
            progress.step();
        }
        progress.skip();
        progress.begin(3, "cfg-scale=7.5 sampler=a name that is far too long for a line of a terminal that is narrow");
        String[] shown = out.toString(StandardCharsets.UTF_8).split("\r");
        progress.close();

        assertThat(shown[1]).startsWith("[1/12] cfg-scale=1 ").endsWith("-   0% ");
        // How much of the name is left depends on how long the rate is.
        assertThat(shown[shown.length - 1])
                .startsWith("[3/12] cfg-scale=7.5 ")
                .contains(".. ###-")
                .matches(".* 17% [\\d.]+ it/s ETA \\d+:\\d\\d");
        assertThat(shown).allMatch(line -> line.length() <= 90);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\r");
    }
}
