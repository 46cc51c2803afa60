package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SamplerGoldens;
import dev.darkroom.api.testing.GoldenCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Dpmpp2mSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp2mSampler();
    }

    @Override
    protected double order() {
        return 2;
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("solver_order", "1"),
                Map.of("solver_type", "heun", "lower_order_final", "true"),
                Map.of("flow_lambda", "snr", "euler_at_final", "true"),
                Map.of("thresholding", "true"));
    }

    static Stream<GoldenCase> goldens() {
        return GoldenCase.read(Dpmpp2mSamplerTest.class, "/golden/dpmpp_2m.json").stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void followsTheReference(GoldenCase golden) {
        Map<String, String> options = new LinkedHashMap<>();
        if (golden.reference().get("package").asText().startsWith("diffusers")) {
            options.put("lower_order_final", "true");
            options.put("flow_lambda", "snr");
        }
        for (String name : List.of(
                "solver_order",
                "solver_type",
                "lower_order_final",
                "euler_at_final",
                "thresholding",
                "dynamic_thresholding_ratio",
                "sample_max_value")) {
            golden.argument(name).ifPresent(value -> options.put(name, value));
        }
        SamplerGoldens.assertFollows(sampler(), golden, options);
    }
}
