package dev.darkroom.plugin.guidance.dynthres;

import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceContract;
import dev.darkroom.api.testing.GoldenGuidance;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DynamicThresholdingGuidanceTest extends GuidanceContract {

    @Override
    protected Guidance guidance() {
        return new DynamicThresholdingGuidance();
    }

    static Stream<GoldenGuidance> goldens() {
        return GoldenGuidance.read(
                DynamicThresholdingGuidanceTest.class, "/golden/dynthres.json", "dynamic-thresholding");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheOtherProgram(GoldenGuidance golden) {
        golden.assertEquals(guidance());
    }
}
