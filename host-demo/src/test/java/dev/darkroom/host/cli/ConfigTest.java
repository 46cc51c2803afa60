package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration file, and what beats it. */
class ConfigTest extends CommandLineFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"inspector\": {}}",
                "{\"inspectors\": 3}",
                "{\"inspectors\": {\"enabled\": \"no\"}}",
                "{\"inspectors\": {\"only\": \"noise\"}}",
                "{\"inspectors\": {\"skip\": [1]}}",
                "{\"inspectors\": {\"options\": {\"noise\": 0.7}}}",
                "{\"inspectors\": {\"options\": {\"noise\": {\"warn\": [1]}}}}",
                "{} {}",
                "\u0000\u0001"
            })
    void refusesAConfigurationItDoesNotUnderstand(String garbage) throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), garbage);

        assertThat(generate("x", "--config", config.toString())).isEqualTo(2);

        assertThat(text(err))
                .startsWith("darkroom: configuration " + config + ": ")
                .doesNotContain("internal error", "REDACTED")
                .hasLineCount(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void theCommandLineBeatsTheConfiguration() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"inspectors\": {\"enabled\": true, \"skip\": [\"noise\", \"blur\"],"
                        + " \"options\": {\"noise\": {\"warn\": 0.7, \"severe\": 0.9}}}}");

        generate("x", "--config", config.toString(), "--inspectors", "noise", "--inspector-option", "noise.warn=0.5");
        generate("x", "--config", config.toString(), "--no-inspect");

        assertThat(requests.get(0).inspection().includes("noise")).isTrue();
        assertThat(requests.get(0).inspection().includes("blur")).isFalse();
        assertThat(requests.get(0).inspection().options())
                .isEqualTo(Map.of("noise", Map.of("warn", "0.5", "severe", "0.9")));
        assertThat(requests.get(1).inspection().enabled()).isFalse();
    }
}
