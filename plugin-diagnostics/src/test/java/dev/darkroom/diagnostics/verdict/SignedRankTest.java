package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against scipy.stats.wilcoxon (1.10.1, {@code mode="exact"}) and the tables of Hollander and Wolfe. */
class SignedRankTest {

    /** Hamilton depression scale factor of nine patients, before less after (Hollander and Wolfe 1973, table 3.1). */
    private static final double[] DEPRESSION = {
        1.83 - 0.878,
        0.50 - 0.647,
        1.62 - 0.598,
        2.48 - 2.05,
        1.68 - 1.06,
        1.88 - 1.29,
        1.55 - 1.06,
        3.06 - 3.14,
        1.30 - 1.29
    };

    @Test
    void theExactPIsScipys() {
        assertThat(SignedRank.of(DEPRESSION).pValue()).isCloseTo(0.0390625, within(1e-12));
        assertThat(SignedRank.of(6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75)
                        .pValue())
                .isCloseTo(0.041259765625, within(1e-12));
        assertThat(SignedRank.of(-0.1, 0.25, 0.3, -0.4, 0.5, 0.65, 0.7, 0.85, 0.9, 1.1)
                        .pValue())
                .isCloseTo(0.01953125, within(1e-12));
    }

    @Test
    void eightPairsOfOneSignAreTheFewestThatCanBeSignificant() {
        assertThat(SignedRank.of(1, 2, 3, 4, 5, 6, 7, 8).pValue()).isCloseTo(2 / 256.0, within(1e-12));
        assertThat(SignedRank.of(1, 2, 3, 4, 5, 6).pValue()).isGreaterThan(Pairs.LEVEL);
    }

    @Test
    void theEstimateAndItsIntervalAreTheBooks() {
        SignedRank test = SignedRank.of(DEPRESSION);
        // Hollander and Wolfe, examples 3.3 and 3.4: 0.46, and 0.010 to 0.786 with 96 % confidence.
        assertThat(test.estimate()).isCloseTo(0.46, within(0.005));
        assertThat(test.interval(0.96)[0]).isCloseTo(0.010, within(0.0005));
        assertThat(test.interval(0.96)[1]).isCloseTo(0.786, within(0.0005));
    }

    @Test
    void tiesShareTheirRanksAndZerosHaveNone() {
        // |d| = 1, 1, 2 have doubled ranks 3, 3, 6: P(W <= 0) = 1/8.
        assertThat(SignedRank.of(1, 1, 2, 0, 0).pValue()).isCloseTo(0.25, within(1e-12));
        assertThat(SignedRank.of(0, 0, 0).pValue()).isEqualTo(1);
    }

    @Test
    void theIntervalOfTooFewPairsSpansThemAll() {
        assertThat(SignedRank.of(1, 3).interval(0.98)).containsExactly(1, 3);
    }

    @Test
    void refusesWhatIsNoDifference() {
        assertThatThrownBy(SignedRank::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedRank.of(1, Double.NaN)).hasMessageContaining("NaN");
    }
}
