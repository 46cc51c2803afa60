package dev.darkroom.plugin.sampler.euler;

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

class EulerSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new EulerSampler();
    }

    @Override
    protected double order() {
        return 1;
    }

    @Override
    protected List<Map<String, String>> variants() {
        // Not churn_after_model: noise the model never saw stays in the picture, so that it cannot end at x0.
        return List.of(Map.of(), Map.of("s_churn", "3", "s_tmin", "0.05", "s_tmax", "10", "s_noise", "1.003"));
    }

    static Stream<GoldenCase> goldens() {
        return GoldenCase.read(EulerSamplerTest.class, "/golden/euler.json").stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void followsTheReference(GoldenCase golden) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("s_churn", "s_tmin", "s_tmax", "s_noise")) {
            golden.argument(name).ifPresent(value -> options.put(name, value));
        }
        boolean diffusers = golden.reference().get("package").asText().startsWith("diffusers");
        options.put("churn_after_model", Boolean.toString(diffusers));
        SamplerGoldens.assertFollows(sampler(), golden, options);
    }
}
