package dev.darkroom.plugin.noise.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.NoiseSourceContract;
import dev.darkroom.api.testing.GoldenFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchNoiseTest extends NoiseSourceContract {

    private static final JsonNode GOLDEN = GoldenFiles.json(TorchNoiseTest.class, "/golden/rng.json");

    @Override
    protected NoiseSource source() {
        return new TorchNoise();
    }

    static Stream<JsonNode> single() {
        return stream("torch_cpu");
    }

    static Stream<JsonNode> sequences() {
        return stream("torch_cpu_sequences");
    }

    static Stream<JsonNode> twisters() {
        return stream("mt19937_raw");
    }

    @ParameterizedTest
    @MethodSource("single")
    void equalsPyTorch(JsonNode draw) throws Exception {
        assertDraw(source().open(draw.get("seed").asLong()), draw);
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void equalsPyTorchOverSeveralDraws(JsonNode sequence) throws Exception {
        NoiseGenerator generator = source().open(sequence.get("seed").asLong());
        for (JsonNode draw : sequence.get("draws")) {
            assertDraw(generator, draw);
        }
    }

    @ParameterizedTest
    @MethodSource("twisters")
    void equalsTheMersenneTwister(JsonNode golden) {
        MersenneTwister twister = new MersenneTwister(golden.get("seed").asInt());
        for (JsonNode word : golden.get("mt19937_u32")) {
            assertThat(Integer.toUnsignedLong(twister.nextInt())).isEqualTo(word.asLong());
        }
    }

    @Test
    void refusesAnEmptyDraw() {
        assertThatThrownBy(() -> source().open(0).normal(0))
                .hasMessage("normal: expected a count of at least 1, found 0");
    }

    private static void assertDraw(NoiseGenerator generator, JsonNode golden) throws Exception {
        int count = 1;
        for (JsonNode dimension : golden.get("shape")) {
            count *= dimension.asInt();
        }
        float[] found = generator.normal(count);
        double tolerance = count < 16 ? 0 : 3e-6;
        JsonNode first = golden.get("first");
        JsonNode last = golden.get("last");
        for (int i = 0; i < first.size(); i++) {
            assertThat((double) found[i]).isCloseTo((float) first.get(i).asDouble(), within(tolerance));
            assertThat((double) found[count - last.size() + i])
                    .isCloseTo((float) last.get(i).asDouble(), within(tolerance));
        }
        double sum = 0;
        for (float value : found) {
            sum += value;
        }
        assertThat(sum).isCloseTo(golden.get("sum_f64").asDouble(), within(1e-12 + tolerance * count));
        if (count < 16) {
            // From 16 on the last bits depend on the CPU kernel PyTorch picks.
            JsonNode hash = golden.get("sha256_le");
            assertThat(sha256(found))
                    .isEqualTo(hash.isObject() ? hash.get("default").asText() : hash.asText());
        }
    }

    private static String sha256(float[] values) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }

    private static Stream<JsonNode> stream(String name) {
        return StreamSupport.stream(GOLDEN.get(name).spliterator(), false);
    }
}
