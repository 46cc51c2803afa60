package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code darkroom benchmark} with numbers that cannot be measured. */
class BenchmarkCommandTest extends CommandLineFixture {

    @ParameterizedTest
    @CsvSource({
        "--pictures=0, '--pictures: expected 1 or more, found 0'",
        "--starts=0, '--starts: expected 1 or more, found 0'",
        "--steps=-1, '--steps: expected 1 or more, found -1'",
        "--threads=-3, '--threads: expected 0 or more, found -3'",
        "--model=emoji, '--model: expected --precision beside it, found none'"
    })
    void isRefusedBeforeAnythingRuns(String option, String expected) {
        assertThat(run("benchmark", option)).isEqualTo(2);

        assertThat(text(err)).isEqualTo("darkroom: " + expected + "\n");
        assertThat(opened).isNull();
    }
}
