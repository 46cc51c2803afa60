package dev.darkroom.host.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CommandTextTest {

    @Test
    void saysWhatIsNotTheDefault() {
        assertThat(CommandText.generate(
                        GenerationRequest.of("a red apple").seed(7).build()))
                .isEqualTo("darkroom generate 'a red apple' --steps=20 --cfg-scale=7 --seed=7 --sampler=dpmpp_2m"
                        + " --schedule=karras");
    }

    @Test
    void saysEverythingThatCanBeSaid() {
        GenerationRequest request = GenerationRequest.of("x")
                .negativePrompt("bad")
                .model("emoji")
                .size(128, 96)
                .weights(Weights.RAW)
                .precision(Precision.INT8)
                .sampler(new Choice("euler", Map.of("s_noise", "1", "s_churn", "2")))
                .schedule(new Choice("manual", Map.of("sigmas", "14,7,0")))
                .steps(2)
                .guidance(new Choice("rescale", Map.of("phi", "0.5")))
                .noise(Choice.of("philox"))
                .process(new ProcessOverrides(
                        Optional.of(PredictionType.V),
                        Optional.of(new ProcessOverrides.Betas(BetaSchedule.LINEAR, 0.001, 0.01)),
                        true))
                .sgmNoiseMultiplier(true)
                .decoding(new Decoding(64, 16))
                .cfgScale(4.5)
                .build();

        assertThat(CommandText.generate(request))
                .isEqualTo("darkroom generate x --negative-prompt=bad --model=emoji --cfg-scale=4.5 --seed=0"
                        + " --sampler=euler --sampler-option=s_churn=2 --sampler-option=s_noise=1 --sigmas=14,7,0"
                        + " --guidance=rescale --guidance-option=phi=0.5 --noise-source=philox --width=128 --height=96"
                        + " --weights=raw --precision=int8 --prediction=v --beta-schedule=linear,0.001,0.01 --zero-snr"
                        + " --sgm-noise-multiplier --vae-tile=64 --vae-tile-overlap=16");
    }

    @Test
    void aPromptThatLooksLikeAnOptionIsNone() {
        assertThat(CommandText.generate(GenerationRequest.of("--help").build())).endsWith(" -- --help");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aShellReadsBackEveryWord() throws IOException, InterruptedException {
        List<String> words = List.of(
                "printf", "%s|", "it's", "", "$(reboot) `x` \"q\" \\", "line\nbreak", "a;b&c>d", "*", "~", "!x", "😀");

        Process shell = new ProcessBuilder("sh", "-c", CommandText.of(words)).start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(read.split("\\|")).containsExactlyElementsOf(words.subList(2, words.size()));
    }
}
