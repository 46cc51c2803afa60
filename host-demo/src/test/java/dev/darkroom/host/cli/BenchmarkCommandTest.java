package dev.darkroom.host.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.runtime.Cancellation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code darkroom benchmark}: what it refuses, what it measures. */
class BenchmarkCommandTest extends CommandLineFixture {

    @ParameterizedTest
    @CsvSource({
        "--pictures=0, '--pictures: expected 1 or more, found 0'",
        "--starts=0, '--starts: expected 1 or more, found 0'",
        "--steps=-1, '--steps: expected 1 or more, found -1'",
        "--threads=-3, '--threads: expected 0 or more, found -3'",
        "--width=0, '--width: expected 1 or more, found 0'",
        "--height=-8, '--height: expected 1 or more, found -8'",
        "--width=64 --python=python3, '--width: expected neither --python nor --precision beside it, which take the model''s own"
                + " size, found --python'",
        "--height=64 --precision, '--height: expected neither --python nor --precision beside it, which take the model''s own"
                + " size, found --precision'"
    })
    void isRefusedBeforeAnythingRuns(String options, String expected) {
        assertThat(run(("benchmark " + options).split(" "))).isEqualTo(2);

        assertThat(text(err)).isEqualTo("darkroom: " + expected + "\n");
        assertThat(opened).isNull();
    }

    @Test
    void aModelThatIsNotThereIsOneLineBeforeAnythingIsMeasured() {
        when(models.find(Optional.of("nosuch"))).thenThrow(new InvalidRequestException("model: no nosuch"));

        assertThat(run("benchmark", "--model=nosuch")).isEqualTo(2);

        assertThat(text(err)).isEqualTo("darkroom: model: no nosuch\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void measuresTheNamedModelAtTheNamedSizeAndTellsTheShareOfFewPictures() throws IOException {
        when(darkroom.engineSeconds()).thenReturn(0.0);
        GenerationRequest request = GenerationRequest.of("a cat")
                .model("/models/large")
                .size(64, 32)
                .steps(3)
                .build();
        Console console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);

        new PictureBenchmark(console, darkroom, request, 13)
                .run(InspectionSettings.NONE, "not inspected", new Cancellation());

        assertThat(requests).singleElement().satisfies(made -> {
            assertThat(made.model()).contains("/models/large");
            assertThat(made.width()).contains(64);
            assertThat(made.height()).contains(32);
            assertThat(made.inspection()).isEqualTo(InspectionSettings.NONE);
            assertThat(made.count()).isEqualTo(13);
        });
        // The engine did nothing here, so that all the time is the host's.
        assertThat(text(out))
                .matches("each further picture, 3 steps, not inspected: .*; host overhead .* 100.00 %\n(?s:.*)");
        assertThat(new ProcessBenchmark(console, folder, request, 0, new Cancellation()).darkroom(folder))
                .contains("--steps=3", "--model=/models/large", "--width=64", "--height=32");
    }
}
