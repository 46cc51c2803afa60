package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {

    private static final Offset<Double> EXACT = within(1e-12);

    /** The values of R: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")}. */
    @Test
    void agreesWithR() {
        assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, EXACT);
    }

    @Test
    void oneTestIsItself() {
        assertThat(Holm.adjusted(0.03)).containsExactly(new double[] {0.03}, EXACT);
        assertThat(Holm.adjusted()).isEmpty();
    }

    @Test
    void nothingIsAboveOne() {
        assertThat(Holm.adjusted(0.9, 0.8)).containsExactly(new double[] {1, 1}, EXACT);
    }
}
