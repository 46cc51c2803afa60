package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static final double[] BETTER = {-0.3, -0.1, -0.4, -0.2, -0.5, -0.15, -0.25, -0.35};
    private static final double[] WORSE = Arrays.stream(BETTER).map(d -> -d).toArray();
    private static final double[] EITHER = {0.3, -0.1, 0.4, -0.2, -0.5, 0.15, 0.25, -0.35};

    private static Choice among(double[]... deltas) {
        return Choice.of("error", 0.01, List.of(deltas));
    }

    @Test
    void oneChangeNeedsNoCorrection() {
        // scipy.stats.wilcoxon(d, alternative="less", method="exact")
        double[] d = {-1.2, 0.3, -0.8, -2.1, -0.4, 0.1, -1.7, -0.9};
        assertThat(SignedRank.of(d).pBelow()).isCloseTo(0.01953125, within(1e-12));
        assertThat(SignedRank.of(d).pAbove()).isCloseTo(0.98828125, within(1e-12));
        assertThat(among(d).effect().pValue()).isCloseTo(2 * 0.01953125, within(1e-12));
    }

    @Test
    void changesThatActAlikeNeedNoneEither() {
        double[] alike = Arrays.stream(BETTER).map(d -> 2 * d).toArray();
        Choice choice = among(BETTER, alike);
        assertThat(choice.best()).isEqualTo(1);
        assertThat(choice.effect().pValue()).isCloseTo(2 / 256.0, within(1e-12));
        assertThat(choice.matters()).isTrue();
    }

    @Test
    void changesThatActOtherwiseCount() {
        Choice choice = among(EITHER, BETTER, WORSE);
        assertThat(choice.best()).isEqualTo(1);
        // The pairs as they are, all turned, and the one pattern that makes the first change look as good.
        assertThat(choice.effect().pValue()).isCloseTo(2 * 3 / 256.0, within(1e-12));
    }

    @Test
    void theBestOfSixIsFoundByChanceNoMoreOftenThanOne() {
        Random random = new Random(11);
        int runs = 1000;
        int found = 0;
        int uncorrected = 0;
        for (int run = 0; run < runs; run++) {
            List<double[]> deltas = new ArrayList<>();
            for (int change = 0; change < 6; change++) {
                deltas.add(random.doubles(8).map(u -> u - 0.5).toArray());
            }
            Choice choice = Choice.of("error", 0.01, deltas);
            found += choice.isBetter() ? 1 : 0;
            boolean best = SignedRank.of(deltas.get(choice.best())).pValue() < Choice.LEVEL;
            uncorrected += best ? 1 : 0;
        }
        // One-sided, so half the level, and three standard errors above it.
        assertThat(found / (double) runs).isLessThan(0.025 + 3 * Math.sqrt(0.025 * 0.975 / runs));
        assertThat(uncorrected / (double) runs)
                .as("the fault this is a remedy for")
                .isGreaterThan(0.08);
    }

    @Test
    void nothingIsAcquittedThatOneChangeCouldNotShow() {
        assertThat(among(WORSE, WORSE).isAllWorse()).isTrue();
        assertThat(among(WORSE, EITHER).isAllWorse()).isFalse();
        assertThat(among(WORSE, new double[8]).isAllWorse()).isFalse();
        assertThat(among(new double[8]).isBetter()).isFalse();
    }

    @Test
    void whatIsBetterByLessThanTheMarginIsBetterAndDoesNotMatter() {
        double[] little = Arrays.stream(BETTER).map(d -> d / 100).toArray();
        assertThat(among(little).isBetter()).isTrue();
        assertThat(among(little).matters()).isFalse();
    }

    @Test
    void changesOfOtherPairsAreRefused() {
        assertThatThrownBy(() -> among())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 16 pairs");
        assertThatThrownBy(() -> among(BETTER, new double[7])).hasMessageContaining("found [8, 7] pairs");
        assertThatThrownBy(() -> among(new double[17])).hasMessageContaining("found [17] pairs");
    }
}
