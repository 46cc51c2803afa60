package dev.darkroom.api.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatentTest {

    private static final Shape SHAPE = new Shape(2, 1, 1, 2);

    @Test
    void keepsNoReferenceToTheCallersArray() {
        float[] data = {1, 2, 3, 4};
        Latent latent = Latent.of(SHAPE, data);
        data[0] = 99;
        latent.toArray()[1] = 99;
        assertThat(latent.toArray()).containsExactly(1, 2, 3, 4);
        assertThat(latent.asBuffer().isReadOnly()).isTrue();
    }

    @Test
    void addsAnyNumberOfTermsAlike() {
        for (int count = 1; count <= 8; count++) {
            double[] weights = new double[count];
            List<Latent> terms = new ArrayList<>();
            double expected = 0;
            for (int k = 0; k < count; k++) {
                int value = k + 1;
                weights[k] = 0.5 * value;
                terms.add(Latent.generate(SHAPE, i -> value + i));
                expected += weights[k] * (value + 3);
            }
            assertThat((double) Latent.sum(weights, terms).at(3))
                    .as("%d terms", count)
                    .isEqualTo(expected);
        }
    }

    @Test
    void appliesWeightsBeyondThePrecisionOfAFloat() {
        Latent big = Latent.of(new Shape(1, 1, 1, 1), new float[] {1e8f});
        // A float knows 0.1 to eight digits; what it leaves out is 0.15 here.
        assertThat((double) Latent.sum(0.1, big, -0.1f, big).at(0)).isCloseTo((0.1 - 0.1f) * 1e8, within(1e-6));
        assertThat(Latent.sum(0.1, big, 1, big, -0.1f, big, -1, big).at(0)).isNegative();
    }

    /** Sums of many terms, of weights and values of any sign, are as near to the exact sum as floats get. */
    @Test
    void sumsAreExactToAFewRoundings() {
        Random random = new Random(5);
        for (int count = 1; count <= 9; count++) {
            double[] weights = random.doubles(count, -3, 3).toArray();
            List<Latent> terms = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                terms.add(Latent.generate(SHAPE, i -> (float) random.nextGaussian()));
            }
            Latent sum = Latent.sum(weights, terms);
            for (int i = 0; i < SHAPE.elements(); i++) {
                double exact = 0;
                double size = 0;
                for (int k = 0; k < count; k++) {
                    exact += weights[k] * terms.get(k).at(i);
                    size += Math.abs(weights[k] * terms.get(k).at(i));
                }
                assertThat((double) sum.at(i)).as("%d terms", count).isCloseTo(exact, within(2 * size * 0x1p-24));
            }
        }
    }

    @Test
    void errorNormMeasuresEachValueByItsTolerance() {
        Shape shape = new Shape(1, 1, 1, 2500);
        Latent error = Latent.generate(shape, i -> i % 2 == 0 ? 0.3f : -0.2f);
        Latent a = Latent.generate(shape, i -> i % 2 == 0 ? -3 : 0.001f);
        Latent b = Latent.generate(shape, i -> i % 2 == 0 ? 1 : -0.002f);
        // 0.3 / (0.05 * 3) and 0.2 / 0.01, half of each.
        assertThat(error.errorNorm(a, b, 0.01, 0.05)).isCloseTo(Math.sqrt((4 + 400) / 2.0), within(1e-5));
        assertThat(error.errorNorm(a.times(Double.NaN), b, 0.01, 0.05)).isNaN();
    }

    @Test
    void rootMeanSquareIsThatOfWholeBlocksAndTheRest() {
        Latent latent = Latent.generate(new Shape(1, 1, 1, 1003), i -> i + 1);
        // 1 + 4 + ... + n^2 = n (n + 1) (2 n + 1) / 6.
        assertThat(latent.rms()).isCloseTo(Math.sqrt(1004 * 2007 / 6.0), within(1e-4));
    }

    @Test
    void stackAndImageAreInverse() {
        Latent latent = Latent.of(SHAPE, new float[] {1, 2, 3, 4});
        assertThat(Latent.stack(List.of(latent.image(0), latent.image(1)))).isEqualTo(latent);
    }

    @Test
    void refusesOtherShapes() {
        Latent latent = Latent.zeros(SHAPE);
        assertThatThrownBy(() -> latent.plus(Latent.zeros(SHAPE.withBatch(1))))
                .hasMessage("latent: expected shape [2,1,1,2], found [1,1,1,2]");
        assertThatThrownBy(() -> Latent.of(SHAPE, new float[3]))
                .hasMessage("latent: expected 4 values for [2,1,1,2], found 3");
        assertThatThrownBy(() -> new Shape(65536, 65536, 1, 1)).hasMessageContaining("fewer than 2^31");
    }

    @Test
    void countsNaNAndInfinity() {
        Latent latent = Latent.of(SHAPE, new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY, 0});
        assertThat(latent.countNonFinite()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void seesOneBadValueAnywhere(float bad) {
        for (int size = 1; size <= 9; size++) {
            for (int at = 0; at < size; at++) {
                float[] values = new float[size];
                Arrays.fill(values, Float.MAX_VALUE);
                assertThat(NonFinite.count(values)).isZero();
                values[at] = bad;
                assertThat(NonFinite.count(values)).as("at %d of %d", at, size).isEqualTo(1);
            }
        }
    }

    @Test
    void clampsAndKeepsNaN() {
        Latent latent = Latent.of(SHAPE, new float[] {-3, 0.5f, Float.NaN, 7});
        assertThat(latent.clamp(-1, 2).toArray()).containsExactly(-1, 0.5f, Float.NaN, 2);
    }

    @Test
    void absQuantileInterpolatesLinearly() {
        Latent latent = Latent.of(SHAPE, new float[] {-4, 1, -2, 3});
        assertThat(latent.absQuantile(0)).isEqualTo(1);
        assertThat(latent.absQuantile(0.5)).isEqualTo(2.5);
        assertThat(latent.absQuantile(1)).isEqualTo(4);
        assertThat(Latent.of(SHAPE, new float[] {1, Float.NaN, 2, 3}).absQuantile(0.5))
                .isNaN();
        assertThatThrownBy(() -> latent.absQuantile(1.5))
                .hasMessage("quantile: expected a number from 0 to 1, found 1.5");
    }

    @Test
    void measuresProductsAndSpread() {
        Latent x = Latent.of(new Shape(1, 1, 2, 2), new float[] {1, 2, 3, 6});
        Latent y = Latent.of(new Shape(1, 1, 2, 2), new float[] {1, -1, 0.5f, 2});
        assertThat(x.dot(y)).isEqualTo(1 - 2 + 1.5 + 12);
        assertThat(x.std()).isEqualTo(Math.sqrt((4 + 1 + 0 + 9) / 3.0));
    }

    @Test
    void makesABatchPictureByPicture() {
        Shape one = new Shape(1, 1, 1, 2);
        Latent batch = Latent.batch(3, k -> Latent.of(one, new float[] {k, -k}));
        assertThat(batch.shape()).isEqualTo(one.withBatch(3));
        assertThat(batch.toArray()).containsExactly(0, 0, 1, -1, 2, -2);
    }
}
