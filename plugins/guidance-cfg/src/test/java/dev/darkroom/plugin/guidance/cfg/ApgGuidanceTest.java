package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceContract;
import dev.darkroom.api.testing.GoldenGuidance;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApgGuidanceTest extends GuidanceContract {

    @Override
    protected Guidance guidance() {
        return new ApgGuidance();
    }

    static Stream<GoldenGuidance> goldens() {
        return GoldenGuidance.read(ApgGuidanceTest.class, "/golden/guidance.json", "apg");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheOtherProgram(GoldenGuidance golden) {
        golden.assertEquals(guidance());
    }
}
