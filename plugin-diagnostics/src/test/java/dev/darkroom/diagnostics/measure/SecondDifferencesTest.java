package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondDifferencesTest {

    private static final int SIZE = 256;

    private static Plane plane(int width, int height, DoubleBinaryOperator value) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            int y = i / width;
            values[i] = (float) value.applyAsDouble(i % width, y);
        }
        return Plane.of(width, height, values);
    }

    private static Plane noise(double sigma) {
        Random random = new Random(8);
        return plane(SIZE, SIZE, (x, y) -> 128 + sigma * random.nextGaussian());
    }

    private static double deviation(Plane plane) {
        return BlockStatistics.deviation(plane, SIZE).at(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 5, 40})
    void whiteNoiseKeepsItsDeviation(double sigma) {
        SecondDifferences of = SecondDifferences.of(noise(sigma));
        for (Plane each : List.of(of.rows(), of.columns(), of.both(), of.fourth())) {
            assertThat(deviation(each)).isCloseTo(sigma, withPercentage(2));
        }
        assertThat(NoiseSigma.ofFourth(of.fourth(), 64).quantile(0.5)).isCloseTo(sigma, withPercentage(5));
    }

    /** The filters are what becomes of a single pixel: 1 -2 1 over its norm, and 1 -4 6 -4 1 over its own. */
    @Test
    void filtersAreBinomial() {
        SecondDifferences of = SecondDifferences.of(plane(11, 11, (x, y) -> x == 5 && y == 5 ? 1 : 0));
        double[] second = {0, 1, -2, 1, 0};
        double[] fourth = {1, -4, 6, -4, 1};
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                assertThat((double) of.rows().at(5 + dx, 5 + dy))
                        .isCloseTo(dy == 0 ? second[dx + 2] / Math.sqrt(6) : 0, within(1e-6));
                assertThat((double) of.columns().at(5 + dx, 5 + dy))
                        .isCloseTo(dx == 0 ? second[dy + 2] / Math.sqrt(6) : 0, within(1e-6));
                assertThat((double) of.both().at(5 + dx, 5 + dy))
                        .isCloseTo(second[dx + 2] * second[dy + 2] / 6, within(1e-6));
                assertThat((double) of.fourth().at(5 + dx, 5 + dy))
                        .isCloseTo(fourth[dx + 2] * fourth[dy + 2] / 70, within(1e-6));
            }
        }
    }

    @Test
    void rampsAreNotSeen() {
        SecondDifferences of = SecondDifferences.of(plane(64, 48, (x, y) -> 3 * x - 2 * y));
        for (int y = 1; y < 47; y++) {
            for (int x = 1; x < 63; x++) {
                assertThat((double) of.rows().at(x, y)).isCloseTo(0, within(1e-4));
                assertThat((double) of.columns().at(x, y)).isCloseTo(0, within(1e-4));
            }
        }
        assertThat(deviation(of.both())).isCloseTo(0, within(1e-4));
    }

    /** Of a wave of wavelength L along rows, second differences leave 2 (1 - cos(2 pi / L)) / sqrt(6). */
    @ParameterizedTest
    @ValueSource(doubles = {2, 4, 8, 16})
    void wavesAreDampedByTheirWavelength(double length) {
        Plane wave = plane(SIZE, SIZE, (x, y) -> 100 * Math.cos(2 * Math.PI * x / length));
        double gain = 2 * (1 - Math.cos(2 * Math.PI / length)) / Math.sqrt(6);
        assertThat(BlockStatistics.rootMeanSquare(
                                List.of(SecondDifferences.of(wave).rows()), 32)
                        .at(4, 4))
                .isCloseTo(gain * deviation(wave), withPercentage(1));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,4096", "4096,1", "2,3", "31,33"})
    void anySizeGivesFiniteNumbers(int width, int height) {
        Random random = new Random(5);
        SecondDifferences of = SecondDifferences.of(plane(width, height, (x, y) -> 255 * random.nextFloat()));
        for (Plane each : List.of(of.rows(), of.columns(), of.both(), of.fourth())) {
            for (int i = 0; i < each.size(); i++) {
                assertThat(each.at(i)).isFinite();
            }
        }
    }
}
