package dev.darkroom.plugin.sampler.dpmpp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Dpmpp2mSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp2mSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0, Map.of("solver_order", "1"), 1.0, Map.of("solver_type", "heun"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_order", "3", "flow_lambda", "snr"),
                Map.of("solver_type", "heun", "lower_order_final", "true"),
                Map.of("flow_lambda", "snr", "euler_at_final", "true"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_2m.json", "/golden/dpmpp_2m_extra.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @ParameterizedTest
    @CsvSource({"solver_order,0", "solver_order,4", "solver_order,-1", "solver_type,euler", "sample_max_value,NaN"})
    void refusesGarbage(String option, String value) {
        assertThatThrownBy(() -> Options.of(sampler().info().options(), Map.of(option, value)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("found \"" + value + "\"");
    }
}
