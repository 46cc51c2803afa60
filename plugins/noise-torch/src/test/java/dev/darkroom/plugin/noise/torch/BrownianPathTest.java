package dev.darkroom.plugin.noise.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.sampling.BrownianTree;
import dev.darkroom.api.testing.GoldenFiles;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The path of the API over this plugin's generator against torchsde's. */
class BrownianPathTest {

    private static final double TOLERANCE = 3e-6;

    static Stream<JsonNode> cases() {
        return StreamSupport.stream(
                GoldenFiles.json(BrownianPathTest.class, "/golden/brownian.json")
                        .get("cases")
                        .spliterator(),
                false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTorchsde(JsonNode golden) {
        int count = 1;
        for (JsonNode dimension : golden.get("shape")) {
            count *= dimension.asInt();
        }
        BrownianTree tree = new BrownianTree(
                new TorchNoise()::open,
                Long.parseUnsignedLong(golden.get("seed").asText()),
                count,
                golden.get("low").asDouble(),
                golden.get("high").asDouble());
        for (JsonNode query : golden.get("queries")) {
            double from = query.get("from").asDouble();
            double to = query.get("to").asDouble();
            float[] found = tree.increment(from, to);
            assertThat(query.get("values")).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat((double) found[i])
                        .as("%s to %s, element %s", from, to, i)
                        .isCloseTo(query.get("values").get(i).asDouble(), within(TOLERANCE));
            }
        }
    }
}
