package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.image.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code darkroom generate} with options, prompts, disks and plugins that are not as they should be. */
class GenerateRefusalTest extends CommandLineFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--steps 0",
                "--steps 1000000",
                "--steps 1e3",
                "--steps",
                "--cfg-scale NaN",
                "--cfg-scale Infinity",
                "--cfg-scale big",
                "--seed x",
                "--seed 99999999999999999999",
                "--width 0",
                "--width -8",
                "--height 999999",
                "--count 0",
                "--count 2.5",
                "--batch-size -1",
                "--batch-size 9999",
                "--weights best",
                "--precision fp8",
                "--threads 0",
                "--threads two",
                "--fail-on never",
                "--sampler-option eta",
                "--inspector-option warn=1",
                "--inspector-option noise.=1",
                "--nonsense",
                "--stesp 4",
                "--config nowhere.json",
                "--prediction noise",
                "--beta-schedule cubic",
                "--beta-schedule linear,0.1",
                "--beta-schedule linear,0.1,low",
                "--beta-schedule linear,0.2,0.1",
                "--sigmas 14",
                "--sigmas 14,7,0 --steps 9",
                "--sigmas 14,7,0 --schedule karras",
                "--quiet=perhaps"
            })
    void saysInOneLineWhatAnOptionExpects(String garbage) {
        List<String> args = new ArrayList<>(List.of("x"));
        args.addAll(List.of(garbage.split(" ")));

        assertThat(generate(args.toArray(String[]::new))).as(text(err)).isEqualTo(2);

        assertThat(requests).isEmpty();
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).startsWith("darkroom: ").doesNotContain("\tat ").doesNotContain("internal error");
        assertThat(text(err)
                        .lines()
                        .filter(line -> !line.startsWith("see darkroom generate --help"))
                        .toList())
                .hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void offersTheNearestOption() {
        generate("x", "--stesp", "4");

        assertThat(text(err)).contains("--stesp").contains("did you mean --steps");
    }

    @Test
    void anEmptyPromptIsAPromptAndNoPromptIsNot() {
        assertThat(generate("")).isEqualTo(0);
        assertThat(text(err)).isEqualTo("note: the prompt is empty: the model draws whatever it likes\n");

        assertThat(generate()).isEqualTo(2);
        assertThat(text(err)).contains("expected a prompt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@file", "😀👩‍🚀", "\u202eشعار", "a\nb", "${sys:user.home}", "'quoted'", "%s %n"})
    void promptsArriveAsTheyWereTyped(String prompt) {
        assertThat(generate(prompt)).isEqualTo(0);

        assertThat(requests.get(0).prompt()).isEqualTo(prompt);
    }

    @Test
    void saysWhatOfAPromptIsOtherPrograms() {
        assertThat(generate("a (red:1.3) apple [on|under] a table <lora:fruit:0.8>"))
                .isEqualTo(0);

        assertThat(text(err))
                .contains("note: <lora:...>", "note: (words:1.2)", "note: [one|other]")
                .hasLineCount(3);

        assertThat(generate("a (red) apple: [ripe]", "--quiet")).isEqualTo(0);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void takesTenThousandWordsAndSaysWhatTheModelReads() {
        String prompt = "word ".repeat(10_000).strip();

        assertThat(generate(prompt, "--seed", "1")).isEqualTo(0);

        assertThat(PngMetadata.read(folder.resolve("00000-1.png"))
                        .text("parameters")
                        .orElseThrow())
                .startsWith(prompt);
    }

    @Test
    void saysInOneLineThatThePictureCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("generate", "x", "--out", file.resolve("sub").toString()))
                .isEqualTo(3);

        assertThat(requests).as("told before the work").isEmpty();
        assertThat(text(err)).startsWith("darkroom: cannot make folder").hasLineCount(1);
    }

    @Test
    void endsTheRunWhenAPictureCannotBeWritten() {
        Path gone = folder.resolve("gone");
        service = (request, observer, cancellation) -> {
            assertThat(gone.toFile().delete()).isTrue();
            observer.picture(Results.of(request));
            cancellation.throwIfCancelled();
            return List.of();
        };

        assertThat(run("generate", "x", "--out", gone.toString())).isEqualTo(3);

        assertThat(text(err))
                .contains("cannot write")
                .contains("no such file or folder")
                .hasLineCount(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void keepsFinishedPicturesWhenStopped() throws IOException {
        service = (request, observer, cancellation) -> {
            observer.picture(Results.of(request));
            throw new CancelledException();
        };

        assertThat(generate("x", "--count", "5")).isEqualTo(130);

        assertThat(text(err)).contains("finished pictures are kept");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void tellsUsageFromFailure() {
        when(models.find(any())).thenThrow(new InvalidRequestException("no model \"emojy\"; did you mean emoji?"));
        assertThat(generate("x", "--model", "emojy")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("darkroom: no model \"emojy\"; did you mean emoji?\n");

        doThrow(new ModelException("unet/model.onnx: damaged\nat byte 3"))
                .when(models)
                .find(any());
        assertThat(generate("x")).isEqualTo(3);
        assertThat(text(err)).isEqualTo("darkroom: unet/model.onnx: damaged; at byte 3\n");
    }

    @Test
    void showsAStackTraceOnlyOnRequest() {
        service = (request, observer, cancellation) -> {
            throw new IllegalStateException("broken");
        };

        assertThat(generate("x")).isEqualTo(3);
        assertThat(text(err)).contains("internal error").hasLineCount(1);

        assertThat(generate("x", "--debug")).isEqualTo(3);
        assertThat(text(err)).contains("\tat dev.darkroom");
    }

    @Test
    void survivesErrors() {
        service = (request, observer, cancellation) -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThat(generate("x")).isEqualTo(3);

        assertThat(text(err)).contains("not enough memory").hasLineCount(1);
    }

    @Test
    void asksForTheModelThatWasNamed() {
        generate("x", "--model", "emoji");

        verify(models).find(Optional.of("emoji"));
    }
}
