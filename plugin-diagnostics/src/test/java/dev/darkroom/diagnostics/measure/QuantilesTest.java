package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The median by selection is that of the sorted values, to the bit. */
class QuantilesTest {

    private static double sortedMedian(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * ((double) sorted[middle - 1] + sorted[middle]);
    }

    private static double selectedMedian(float[] values) {
        int[] keys = new int[values.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Quantiles.key(values[i]);
        }
        return Quantiles.medianInPlace(keys, keys.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9, 35, 36, 37, 256, 1023, 1024})
    void ofAnyCountAndSign(int count) {
        Random random = new Random(count);
        for (int run = 0; run < 50; run++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4));
            }
            assertThat(selectedMedian(values)).isEqualTo(sortedMedian(values));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void ofValuesThatAreMostlyEqual(int kinds) {
        Random random = new Random(kinds);
        for (int run = 0; run < 50; run++) {
            float[] values = new float[200 + run];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(kinds) - 1;
            }
            assertThat(selectedMedian(values)).isEqualTo(sortedMedian(values));
        }
    }

    @Test
    void ofTheLargestAndSmallestFloats() {
        float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, 0};
        assertThat(selectedMedian(values)).isZero();
    }

    @Test
    void ofNothingIsZero() {
        assertThat(Quantiles.medianInPlace(new int[4], 0)).isZero();
    }
}
