package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceContract;
import dev.darkroom.api.testing.GoldenGuidance;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RescaleGuidanceTest extends GuidanceContract {

    @Override
    protected Guidance guidance() {
        return new RescaleGuidance();
    }

    static Stream<GoldenGuidance> goldens() {
        return GoldenGuidance.read(RescaleGuidanceTest.class, "/golden/guidance.json", "rescale");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheOtherProgram(GoldenGuidance golden) {
        golden.assertEquals(guidance());
    }
}
