package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.testing.GoldenFiles;
import org.junit.jupiter.api.Test;

class SeedSequenceTest {

    @Test
    void equalsNumPy() {
        JsonNode words = GoldenFiles.json(getClass(), "seed_sequence.json").get("words");
        assertThat(words.size()).isEqualTo(35);
        for (JsonNode golden : words) {
            long[] key = new long[golden.get("key").size()];
            for (int i = 0; i < key.length; i++) {
                key[i] = golden.get("key").get(i).asLong();
            }
            assertThat(SeedSequence.firstWord(
                            Long.parseUnsignedLong(golden.get("entropy").asText()), 24, key))
                    .as("%s", golden)
                    .isEqualTo(golden.get("word").asLong());
        }
    }
}
