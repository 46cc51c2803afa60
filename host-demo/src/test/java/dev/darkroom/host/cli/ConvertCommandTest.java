package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.host.precision.ConversionSettings;
import dev.darkroom.host.precision.Conversions;
import dev.darkroom.host.precision.PrecisionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code darkroom convert} against a stand-in for the conversion itself. */
class ConvertCommandTest extends CommandLineFixture {

    private final List<ConversionSettings> asked = new ArrayList<>();
    private double psnr = 40;

    @BeforeEach
    void conversions() {
        Conversions conversions = mock(Conversions.class);
        when(darkroom.conversions()).thenReturn(conversions);
        when(conversions.convert(any(), any(), any())).thenAnswer(call -> {
            asked.add(call.getArgument(0));
            return report();
        });
    }

    private PrecisionReport report() {
        return new PrecisionReport(
                "emoji",
                "INT8",
                "FP32",
                "int8 of precision-int8 0.1.0",
                "cpu",
                Map.of(),
                Map.of("unet", new PrecisionReport.Sizes(20_000_000, 7_000_000)),
                new PrecisionReport.Milliseconds(9, 8),
                new PrecisionReport.Milliseconds(5, 4),
                Map.of(999.0, 30.0),
                new PrecisionReport.Distance(List.of(psnr), List.of(0.99), Map.of()),
                22,
                Map.of("conv_in", "first layer"),
                List.of());
    }

    @Test
    void asksForWhatWasSaidAndTellsWhatItCosts() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a cat\n\n a dog \n");
        assertThat(run(
                        "convert",
                        "emoji",
                        "--to=int8",
                        "--option=ranges=minmax",
                        "--prompts=" + prompts,
                        "--calls=12",
                        "--pictures=3",
                        "--steps=7",
                        "--min-psnr=30",
                        "--out=" + folder.resolve("variant")))
                .isZero();
        ConversionSettings settings = asked.get(0);
        assertThat(settings.prompts()).containsExactly("a cat", "a dog");
        assertThat(settings.options()).isEqualTo(Map.of("ranges", "minmax"));
        assertThat(settings.request().steps()).isEqualTo(7);
        assertThat(settings.calls()).isEqualTo(12);
        assertThat(settings.leastPsnr()).hasValue(30);
        assertThat(settings.folder()).contains(folder.resolve("variant").toAbsolutePath());
        assertThat(text(out))
                .contains("emoji in INT8, made by int8 of precision-int8 0.1.0, measured on cpu")
                .contains("7.0 MB, FP32 20.0 MB (2.86 times smaller)")
                .contains("5.0 ms, FP32 9.0 ms: 2.00 times as fast")
                .contains("pass  PSNR of same-seed pictures >= 22 dB: 40.0 dB");
    }

    @Test
    void aVariantThatFailsIsAnExitCodeAndALine() {
        psnr = 12;
        assertThat(run("convert", "emoji", "--to=int8")).isEqualTo(1);
        assertThat(text(out)).contains("FAIL  PSNR");
        assertThat(text(err).lines()).last().asString().contains("fails and was not kept; --force keeps it");
        assertThat(run("convert", "emoji", "--to=int8", "--force")).isZero();
    }

    @Test
    void anInterruptIsOneLine() {
        when(darkroom.conversions().convert(any(), any(), any())).thenThrow(new CancelledException());
        assertThat(run("convert", "emoji", "--to=int8")).isEqualTo(130);
        assertThat(text(err).lines()).containsExactly("darkroom: stopped; nothing was changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "convert emoji | --to",
                "convert emoji --to=int8 --threads=0 | --threads: expected 1 or more, found 0",
                "convert emoji --to=int8 --calls=1 | calls: expected 4 to 10000, found 1",
                "convert emoji --to=int8 --pictures=0 | pictures: expected 1 to 1000, found 0",
                "convert emoji --to=int8 --steps=0 | steps",
                "convert emoji --to=int8 --weights=none | --weights",
                "convert emoji --to=int8 --option=ranges | --option",
                "convert emoji --to=int8 --prompts=absent.txt | absent.txt",
                "convert emoji --to=int8 --prompts=/dev/null | expected a prompt a line",
                "convert emoji other --to=int8 | other",
                "models convert emoji | --to",
                "models nothing | nothing",
                "vae-check | PICTURE",
                "benchmark --pictures=many | --pictures",
            })
    void badOptionsAreOneLine(String command, String said) {
        List<String> words = Arrays.stream(command.split(" ")).toList();
        assertThat(run(words.toArray(String[]::new))).isIn(2, 3);
        List<String> lines = text(err)
                .lines()
                .filter(line -> !line.startsWith("see darkroom ") || !line.endsWith(" --help"))
                .toList();
        assertThat(lines).singleElement().asString().contains(said);
        assertThat(asked).isEmpty();
    }
}
