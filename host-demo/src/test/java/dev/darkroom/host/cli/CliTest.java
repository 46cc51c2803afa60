package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.darkroom.api.Described;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a whole, and the small ones. */
class CliTest extends CommandLineFixture {

    @Test
    void listsWhatCanBeChosen() {
        for (Class<? extends Described> point : List.of(
                dev.darkroom.api.sampling.Guidance.class,
                dev.darkroom.api.sampling.NoiseSource.class,
                dev.darkroom.api.inspection.PostCheck.class)) {
            registry(point);
        }

        assertThat(run("samplers")).isEqualTo(0);

        assertThat(text(out)).contains("  dpmpp_2m  DPM++ 2M: two steps").contains("  karras  Karras: rho 7");
    }

    @Test
    void switchesPlugins() {
        assertThat(run("plugins", "disable", "inspector-noise")).isEqualTo(0);
        assertThat(run("plugins", "enable", "inspector-noise")).isEqualTo(0);

        verify(plugins).disable("inspector-noise");
        verify(plugins).enable("inspector-noise");
        verify(plugins, never()).health();
    }

    @Test
    void helpsAndCompletes() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(text(out)).contains("generate", "inspect", "plugins", "models", "samplers", "generate-completion");
        assertThat(run("generate", "--help")).isEqualTo(0);
        assertThat(text(out)).contains("--negative-prompt", "--save-steps");
        assertThat(run("--version")).isEqualTo(0);
        assertThat(text(out)).contains("Darkroom ");
        assertThat(run("generate-completion")).isEqualTo(0);
        assertThat(text(out)).contains("complete -F").contains("--cfg-scale").contains("--heatmaps");
    }

    @Test
    void wantsAKnownCommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(text(err))
                .contains(
                        "expected a command: generate, inspect, diagnose, sweep, compare, replay, plugins, models, samplers");
        assertThat(run("generat", "x")).isEqualTo(2);
        assertThat(text(err)).startsWith("darkroom: unknown command \"generat\": did you mean generate");
        assertThat(run("plugins", "list")).isEqualTo(2);
        assertThat(text(err)).contains("unknown command \"list\"", "(known: disable, enable)");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(run("help", "generate")).isEqualTo(0);

        assertThat(text(out)).contains("Usage: darkroom generate", "--negative-prompt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--steps=nan | --steps: expected a whole number up to 2147483647, found \"nan\"",
                "--width 99999999999 | --width: expected a whole number up to 2147483647, found \"99999999999\"",
                "--seed=1e3 | --seed: expected a whole number of at most 64 bits, found \"1e3\"",
                "--cfg-scale many | --cfg-scale: expected a number, found \"many\"",
                "--precision int3 | --precision: expected fp32, fp16, int8, auto, found \"int3\"",
                "--zero-snr=maybe | --zero-snr: expected true or false, found \"maybe\"",
                "--sampler-option eta | --sampler-option: expected K=V, found \"eta\"",
                "--fail-on=never | --fail-on: expected info, warn, severe, found \"never\""
            })
    void saysWhatAValueShouldHaveBeen(String written, String line) {
        List<String> args = new ArrayList<>(List.of("generate", "x"));
        args.addAll(List.of(written.split(" ")));

        assertThat(run(args.toArray(String[]::new))).isEqualTo(2);

        assertThat(text(err)).isEqualTo("darkroom: " + line + "\nsee darkroom generate --help\n");
        assertThat(requests).isEmpty();
    }

    @Test
    void foldersOfTheInstallationMustExist() {
        for (String option : List.of("--plugins-dir", "--models-dir")) {
            Path absent = folder.resolve("absent");

            assertThat(run("samplers", option, absent.toString())).isEqualTo(2);

            assertThat(text(err)).isEqualTo("darkroom: " + option + ": expected a folder, found " + absent + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--num_inference_steps 20, --steps",
        "--guidance-scale=7, --cfg-scale",
        "--scheduler karras, --schedule or --sampler",
        "--n_iter 2, --count",
        "-n 2, --count",
        "--negative ugly, --negative-prompt"
    })
    void knowsWhatOptionsAreCalledElsewhere(String written, String meant) {
        List<String> args = new ArrayList<>(List.of("generate", "x"));
        args.addAll(List.of(written.split(" ")));

        assertThat(run(args.toArray(String[]::new))).isEqualTo(2);

        assertThat(text(err)).contains("; did you mean " + meant + "?\n");
        assertThat(requests).isEmpty();
    }
}
