package dev.darkroom.plugin.noise.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.NoiseSourceContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JavaNoiseTest extends NoiseSourceContract {

    @Override
    protected NoiseSource source() {
        return new JavaNoise();
    }

    @Test
    void drawsTheGaussiansOfSplittableRandomInOrder() {
        SplittableRandom random = new SplittableRandom(42);
        NoiseGenerator generator = source().open(42);
        for (int count : new int[] {3, 16, 1, 40}) {
            for (float value : generator.normal(count)) {
                assertThat(value).isEqualTo((float) random.nextGaussian());
            }
        }
    }

    @Test
    void neighbouringSeedsAreUnrelated() {
        int n = 4096;
        double product = 0;
        for (int seed = 0; seed < n; seed++) {
            product += (double) source().open(seed).normal(1)[0]
                    * source().open(seed + 1).normal(1)[0];
        }
        // Five standard errors of the correlation of independent numbers.
        assertThat(Math.abs(product / n)).isLessThan(5 / Math.sqrt(n));
    }

    @Test
    void refusesAnEmptyDraw() {
        assertThatThrownBy(() -> source().open(0).normal(0))
                .hasMessage("normal: expected a count of at least 1, found 0");
    }
}
