package dev.darkroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PluralTest {

    @Test
    void oneIsSingular() {
        assertThat(Plural.of(1, "step")).isEqualTo("1 step");
        assertThat(Plural.of(0, "step")).isEqualTo("0 steps");
        assertThat(Plural.of(20L, "step")).isEqualTo("20 steps");
        assertThat(Plural.of("1", "code")).isEqualTo("1 code");
        // Its lowest 64 bits are 1.
        assertThat(Plural.of(BigInteger.TWO.pow(64).add(BigInteger.ONE), "cell"))
                .isEqualTo("18446744073709551617 cells");
    }
}
