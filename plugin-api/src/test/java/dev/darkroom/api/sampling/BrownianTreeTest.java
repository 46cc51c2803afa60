package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrownianTreeTest {

    private static final int COUNT = 2048;
    private static final double LOW = 0.03;
    private static final double HIGH = 14.6;

    /**
     * The k-th generator that is opened gives an impulse at element k, and opened again gives it again. An increment then
     * is the list of its coefficients of independent unit normals, and products of such lists are covariances.
     */
    private static LongFunction<NoiseGenerator> impulses() {
        Map<Long, Integer> nodes = new HashMap<>();
        return seed -> {
            int node = nodes.computeIfAbsent(seed, s -> nodes.size());
            return count -> {
                float[] impulse = new float[count];
                impulse[node] = 1;
                return impulse;
            };
        };
    }

    private static NoiseGenerator gaussians(long seed) {
        Random random = new Random(seed);
        return count -> {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        };
    }

    private static double covariance(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    @Test
    void everyIncrementHasUnitVarianceAndOverlapsCorrelateByTheirLength() {
        BrownianTree tree = new BrownianTree(impulses(), 3, COUNT, LOW, HIGH);
        double[][] intervals = {{14.6, 11}, {14.6, 7.25}, {7.25, 0.03}, {9, 3}, {3.5, 3.4}, {0.1, 8}, {14.6, 0.03}};
        for (double[] a : intervals) {
            for (double[] b : intervals) {
                double overlap = Math.min(Math.max(a[0], a[1]), Math.max(b[0], b[1]))
                        - Math.max(Math.min(a[0], a[1]), Math.min(b[0], b[1]));
                double sign = Math.signum(a[1] - a[0]) * Math.signum(b[1] - b[0]);
                double expected =
                        sign * Math.max(overlap, 0) / Math.sqrt(Math.abs(a[1] - a[0]) * Math.abs(b[1] - b[0]));
                // The ends are rounded to six decimals, which the shortest interval of 0.1 feels at 1e-5.
                assertThat(covariance(tree.increment(a[0], a[1]), tree.increment(b[0], b[1])))
                        .as("%s to %s and %s to %s", a[0], a[1], b[0], b[1])
                        .isCloseTo(expected, within(2e-5));
            }
        }
    }

    @Test
    void anIncrementIsTheSumOfItsParts() {
        BrownianTree tree = new BrownianTree(BrownianTreeTest::gaussians, 7, 64, LOW, HIGH);
        double a = 12;
        double b = 4.3;
        double c = 0.5;
        float[] first = tree.increment(a, b);
        float[] second = tree.increment(b, c);
        float[] both = tree.increment(a, c);
        for (int i = 0; i < 64; i++) {
            assertThat(first[i] * Math.sqrt(a - b) + second[i] * Math.sqrt(b - c))
                    .isCloseTo(both[i] * Math.sqrt(a - c), within(5e-6));
        }
    }

    @Test
    void theOtherWayRoundTheSignIsTheOther() {
        BrownianTree tree = new BrownianTree(BrownianTreeTest::gaussians, 7, 64, LOW, HIGH);
        float[] down = tree.increment(8, 2);
        float[] up = tree.increment(2, 8);
        for (int i = 0; i < 64; i++) {
            assertThat(up[i]).isEqualTo(-down[i]);
        }
    }

    @Test
    void neitherOrderNorRepetitionMatters() {
        double[] levels = {14.6, 9.1, 6.02, 3.3, 1.7, 0.9, 0.4, 0.11, 0.03};
        BrownianTree falling = new BrownianTree(BrownianTreeTest::gaussians, 5, 16, LOW, HIGH);
        float[][] expected = new float[levels.length - 1][];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = falling.increment(levels[i], levels[i + 1]);
        }
        BrownianTree rising = new BrownianTree(BrownianTreeTest::gaussians, 5, 16, LOW, HIGH);
        for (int i = expected.length - 1; i >= 0; i--) {
            assertThat(rising.increment(levels[i], levels[i + 1])).containsExactly(expected[i]);
            assertThat(rising.increment(levels[i], levels[i + 1])).containsExactly(expected[i]);
        }
    }

    @Test
    void levelsOutsideTheRunAreMovedToItsEnds() {
        BrownianTree tree = new BrownianTree(BrownianTreeTest::gaussians, 5, 8, 1, 4);
        float[] inside = tree.increment(4, 1);
        float[] outside = tree.increment(16, 0);
        for (int i = 0; i < 8; i++) {
            assertThat(outside[i] * Math.sqrt(16)).isCloseTo(inside[i] * Math.sqrt(3), within(1e-6));
        }
        assertThat(tree.increment(20, 10)).containsOnly(0);
    }

    @Test
    void thePathRestsWithinItsTolerance() {
        BrownianTree tree = new BrownianTree(BrownianTreeTest::gaussians, 5, 8, 1, 4);
        assertThat(tree.increment(2, 2.0000002)).containsOnly(0);
        assertThat(tree.increment(2, 2)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesLevelsThatAreNone(double level) {
        BrownianTree tree = new BrownianTree(BrownianTreeTest::gaussians, 5, 8, 1, 4);
        assertThatThrownBy(() -> tree.increment(2, level))
                .hasMessage("Brownian path: expected a finite level from 0 up, found " + level);
        assertThatThrownBy(() -> new BrownianTree(BrownianTreeTest::gaussians, 5, 8, level, 4))
                .hasMessageStartingWith("Brownian path: expected levels from 0 to 1e9");
    }
}
