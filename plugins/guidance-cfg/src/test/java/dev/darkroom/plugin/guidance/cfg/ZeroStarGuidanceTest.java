package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceContract;
import dev.darkroom.api.testing.GoldenGuidance;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZeroStarGuidanceTest extends GuidanceContract {

    @Override
    protected Guidance guidance() {
        return new ZeroStarGuidance();
    }

    static Stream<GoldenGuidance> goldens() {
        return GoldenGuidance.read(ZeroStarGuidanceTest.class, "/golden/guidance.json", "cfg-zero-star");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheOtherProgram(GoldenGuidance golden) {
        golden.assertEquals(guidance());
    }
}
