package dev.darkroom.plugin.sampler.ddim;

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

class DdimSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new DdimSampler();
    }

    @Override
    protected double order() {
        return 1;
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("eta", "0.5"),
                Map.of("eta", "1"),
                Map.of("eta", "0.5", "clip_sample", "true", "use_clipped_model_output", "true"),
                Map.of("thresholding", "true"));
    }

    static Stream<GoldenCase> goldens() {
        return GoldenCase.read(DdimSamplerTest.class, "/golden/ddim.json").stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void followsTheReference(GoldenCase golden) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of(
                "eta",
                "clip_sample",
                "clip_sample_range",
                "thresholding",
                "dynamic_thresholding_ratio",
                "sample_max_value",
                "use_clipped_model_output")) {
            golden.argument(name).ifPresent(value -> options.put(name, value));
        }
        SamplerGoldens.assertFollows(sampler(), golden, options);
    }
}
