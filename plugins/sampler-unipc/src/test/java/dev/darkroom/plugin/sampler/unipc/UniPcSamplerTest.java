package dev.darkroom.plugin.sampler.unipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.Alias;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniPcSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new UniPcSampler();
    }

    /** Without lower_order_final, whose last step of first order is not corrected. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        String all = IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return Map.of(
                Map.of("lower_order_final", "false"), 3.0,
                Map.of("lower_order_final", "false", "solver_order", "1"), 2.0,
                Map.of("lower_order_final", "false", "solver_type", "bh1"), 3.0,
                Map.of("lower_order_final", "false", "predict_x0", "false"), 3.0,
                Map.of("lower_order_final", "false", "disable_corrector", all), 2.0,
                Map.of("solver_order", "1", "disable_corrector", all), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "solver_type", "bh1"),
                Map.of("lower_order_final", "false", "solver_order", "3"),
                Map.of("predict_x0", "false"),
                Map.of("disable_corrector", "0,2"),
                Map.of("flow_lambda", "sigma"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/unipc.json", "/golden/unipc_more.json");
    }

    /** AUTOMATIC1111/stable-diffusion-webui#1435. */
    @Test
    void discardsThePenultimateLevelUnderComfyUisNames() {
        for (Alias alias : sampler().info().aliases()) {
            Options options = Options.of(sampler().info().options(), alias.presets());
            assertThat(sampler().discardsPenultimate(options))
                    .as(alias.name())
                    .isEqualTo(!alias.name().equals("UniPCMultistepScheduler"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1,,2", "0;1", "1.5", "[0]"})
    void refusesStepsThatAreNone(String steps) {
        Options options = Options.of(sampler().info().options(), Map.of("disable_corrector", steps));
        Sampler.Setting setting =
                new Sampler.Setting(DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options);
        assertThatThrownBy(() -> sampler().check(setting))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("option disable_corrector: expected step numbers from 0 with commas between, as in 0,1,2,"
                        + " found \"" + steps + "\"");
    }
}
