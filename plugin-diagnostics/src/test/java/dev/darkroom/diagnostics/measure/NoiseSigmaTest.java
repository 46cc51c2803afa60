package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseSigmaTest {

    private static final int SIZE = 256;

    private static Plane plane(DoubleBinaryOperator value) {
        float[] values = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                values[y * SIZE + x] = (float) value.applyAsDouble(x, y);
            }
        }
        return Plane.of(SIZE, SIZE, values);
    }

    private static Plane noise(double sigma) {
        Random random = new Random(3);
        return plane((x, y) -> 128 + sigma * random.nextGaussian());
    }

    /** The mean of 2x2 neighbours: correlated over one pixel, half the deviation. */
    private static Plane blurred(Plane plane) {
        return plane((x, y) -> {
            int right = Math.min(SIZE - 1, (int) x + 1);
            int down = Math.min(SIZE - 1, (int) y + 1);
            return (plane.at((int) x, (int) y)
                            + plane.at(right, (int) y)
                            + plane.at((int) x, down)
                            + plane.at(right, down))
                    / 4;
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 10, 40})
    void whiteNoiseIsMeasuredAsItIs(double sigma) {
        assertThat(NoiseSigma.plain(noise(sigma), Wavelet.DB2)).isCloseTo(sigma, withPercentage(3));
        assertThat(NoiseSigma.plain(noise(sigma), Wavelet.HAAR)).isCloseTo(sigma, withPercentage(3));
        for (BlockGrid grid : NoiseSigma.blocks(Pyramid.of(noise(sigma), 3), 64, 3)) {
            assertThat(grid.quantile(0.5)).isCloseTo(sigma, withPercentage(10));
        }
    }

    @Test
    void aLinearGradientIsNoNoise() {
        Plane ramp = plane((x, y) -> 3 * x - 2 * y);
        for (BlockGrid grid : NoiseSigma.blocks(Pyramid.of(ramp, 3), 32, 3)) {
            assertThat(grid.quantile(0.5)).isCloseTo(0, within(1e-3));
        }
    }

    @Test
    void aSmoothCurveIsHardlyNoise() {
        Plane curve = plane((x, y) -> 128 + 100 * Math.sin(x / 80) * Math.cos(y / 60));
        // Level 3 begins to see the curve; there a high sigma speaks for shading and against noise.
        for (BlockGrid grid : NoiseSigma.blocks(Pyramid.of(curve, 3), 32, 2)) {
            assertThat(grid.quantile(0.5)).isLessThan(0.2);
        }
    }

    @Test
    void blurredNoiseHidesFromLevelOneOnly() {
        List<BlockGrid> grids = NoiseSigma.blocks(Pyramid.of(blurred(noise(10)), 3), 32, 3);
        // Analytically the deviation is 5; the diagonal band of level 1 loses most of it.
        assertThat(grids.get(0).quantile(0.5)).isLessThan(3);
        assertThat(grids.get(1).quantile(0.5)).isGreaterThan(5);
        assertThat(grids.get(2).quantile(0.5)).isGreaterThan(7);
    }

    @Test
    void textureInSomeBlocksIsNotNoise() {
        Random random = new Random(4);
        Plane half = plane((x, y) -> x < SIZE / 2.0 ? 128 : 128 + 30 * random.nextGaussian());
        assertThat(NoiseSigma.blocks(Pyramid.of(half, 3), 32, 1).get(0).quantile(0.1))
                .isCloseTo(0, within(1e-3));
        assertThat(NoiseSigma.blocks(Pyramid.of(half, 3), 32, 1).get(0).quantile(0.9))
                .isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,4096", "4096,1", "3,8", "8,8", "31,33"})
    void anySizeGivesFiniteNumbers(int width, int height) {
        Random random = new Random(5);
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 5 == 0 ? Float.NaN : 255 * random.nextFloat();
        }
        Plane plane = Plane.of(width, height, values);
        assertThat(NoiseSigma.plain(plane, Wavelet.DB2)).isFinite();
        for (BlockGrid grid : NoiseSigma.blocks(Pyramid.of(plane, 3), 32, 3)) {
            for (int i = 0; i < grid.size(); i++) {
                assertThat(grid.at(i)).isFinite();
            }
        }
    }

    @Test
    void blocksMustHoldWholeCoefficients() {
        assertThatThrownBy(() -> NoiseSigma.blocks(Pyramid.of(noise(1), 3), 12, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 2^levels")
                .hasMessageContaining("12");
    }
}
