package dev.darkroom.plugin.noise.philox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.NoiseSourceContract;
import dev.darkroom.api.testing.GoldenFiles;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PhiloxNoiseTest extends NoiseSourceContract {

    private static final double TOLERANCE = 2e-6;

    @Override
    protected NoiseSource source() {
        return new PhiloxNoise();
    }

    static Stream<JsonNode> cases() {
        JsonNode golden = GoldenFiles.json(PhiloxNoiseTest.class, "/golden/philox.json");
        return StreamSupport.stream(golden.get("philox_nv").get("cases").spliterator(), false);
    }

    // Salmon et al. publish these vectors with their Random123 library (kat_vectors, philox4x32-10).
    @ParameterizedTest
    @CsvSource({
        "0, 00000000, 00000000, 00000000, 00000000, 6627e8d5, e169c58d",
        "-1, ffffffff, ffffffff, ffffffff, ffffffff, 408f276d, 41c83b0e",
        "299f31d0a4093822, 243f6a88, 85a308d3, 13198a2e, 03707344, d16cfe09, 94fdcceb"
    })
    void passesThePublishedVectors(
            String key, String c0, String c1, String c2, String c3, String first, String second) {
        long words = Philox.words(
                key.equals("-1") ? -1 : Long.parseUnsignedLong(key, 16), hex(c0), hex(c1), hex(c2), hex(c3));
        assertThat((int) words).isEqualTo(hex(first));
        assertThat((int) (words >>> 32)).isEqualTo(hex(second));
    }

    private static int hex(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheGpu(JsonNode golden) {
        long seed = golden.get("seed").asLong();
        NoiseGenerator generator = source().open(seed);
        for (JsonNode draw : golden.get("draws")) {
            JsonNode g0 = draw.get("raw_g0_first4");
            for (int i = 0; i < g0.size(); i++) {
                long words = Philox.words(seed, draw.get("offset").asInt(), 0, i, 0);
                assertThat(words & 0xffffffffL).isEqualTo(g0.get(i).asLong());
                assertThat(words >>> 32)
                        .isEqualTo(draw.get("raw_g1_first4").get(i).asLong());
            }
            assertDraw(generator, draw);
        }
    }

    private static void assertDraw(NoiseGenerator generator, JsonNode golden) {
        int count = 1;
        for (JsonNode dimension : golden.get("shape")) {
            count *= dimension.asInt();
        }
        float[] found = generator.normal(count);
        JsonNode first = golden.get("first");
        JsonNode last = golden.get("last");
        for (int i = 0; i < first.size(); i++) {
            assertThat((double) found[i]).isCloseTo(first.get(i).asDouble(), within(TOLERANCE));
            assertThat((double) found[count - last.size() + i])
                    .isCloseTo(last.get(i).asDouble(), within(TOLERANCE));
        }
        double sum = 0;
        for (float value : found) {
            sum += value;
        }
        assertThat(sum).isCloseTo(golden.get("sum_f64").asDouble(), within(TOLERANCE * count));
    }

    @Test
    void refusesAnEmptyDraw() {
        assertThatThrownBy(() -> source().open(0).normal(0))
                .hasMessage("normal: expected a count of at least 1, found 0");
    }
}
