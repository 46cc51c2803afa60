package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link NoiseSource} must do. A source's test extends this class. */
public abstract class NoiseSourceContract {

    /** Returns the source under test. */
    protected abstract NoiseSource source();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void equalSeedsGiveEqualStreams(long seed) {
        NoiseGenerator one = source().open(seed);
        NoiseGenerator two = source().open(seed);
        for (int count : new int[] {1, 7, 16, 64, 3, 1000}) {
            float[] drawn = one.normal(count);
            assertThat(drawn).hasSize(count).containsExactly(two.normal(count));
        }
    }

    @Test
    void differentSeedsGiveDifferentStreams() {
        assertThat(source().open(1).normal(64)).isNotEqualTo(source().open(2).normal(64));
    }

    @Test
    void theStreamRuns() {
        NoiseGenerator generator = source().open(1);
        assertThat(generator.normal(64)).isNotEqualTo(generator.normal(64));
    }

    @Test
    void streamsDoNotDisturbOneAnother() {
        float[] alone = source().open(5).normal(32);
        NoiseGenerator one = source().open(5);
        source().open(6).normal(5);
        assertThat(one.normal(32)).containsExactly(alone);
    }

    @Test
    void isUnitNormal() {
        int count = 1 << 18;
        float[] values = source().open(1234).normal(count);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        int inside = 0;
        for (float value : values) {
            assertThat(Float.isFinite(value)).isTrue();
            mean += value;
            square += (double) value * value;
            fourth += Math.pow(value, 4);
            inside += Math.abs(value) < 1 ? 1 : 0;
        }
        // Five standard errors of each moment at this count.
        assertThat(mean / count).isCloseTo(0, within(5 / Math.sqrt(count)));
        assertThat(square / count).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
        assertThat(fourth / count).isCloseTo(3, within(5 * Math.sqrt(96.0 / count)));
        assertThat((double) inside / count).isCloseTo(0.682689, within(5 * Math.sqrt(0.2166 / count)));
    }

    @Test
    void saysWhoItIs() {
        assertThat(source().info()).isEqualTo(source().info());
        assertThat(source().info().description()).isNotBlank();
        assertThat(source().info().names()).doesNotHaveDuplicates();
    }
}
