package dev.darkroom.plugin.precision.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales and zero points are those of {@code compute_scale_zp} of ONNX Runtime 1.30's quantiser, percentiles NumPy's. */
class RangeTest {

    @ParameterizedTest
    @CsvSource({
        "-0.3, 2.1, 0.009411764331161976, 32",
        "0.5, 2, 0.007843137718737125, 0",
        "-3, -1, 0.0117647061124444, 255",
        "-1, 1, 0.007843137718737125, 128"
    })
    void hasTheScaleOfOnnxRuntimesQuantiser(float min, float max, float scale, int zeroPoint) {
        Range range = new Range(min, max);
        assertThat(range.scale()).isEqualTo(scale, within(1e-9f));
        assertThat(range.zeroPoint()).isEqualTo(zeroPoint);
    }

    @Test
    void nothingAtAllStillHasAScale() {
        assertThat(new Range(0, 0).scale()).isEqualTo(1);
        assertThatThrownBy(() -> new Range(Float.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void percentilesAreNumpysWithinABin() {
        Histogram histogram = new Histogram(new Range(-1, 1));
        float[] values = new float[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(Math.sin(i * 0.37), 3);
        }
        histogram.add(FloatBuffer.wrap(values));
        Range range = histogram.percentile(0.99);
        assertThat(range.min()).isEqualTo(-0.99964259f, within(2f / Histogram.BINS));
        assertThat(range.max()).isEqualTo(0.99962495f, within(2f / Histogram.BINS));
    }

    @Test
    void entropyCutsOffALonelyOutlierAndKeepsTheBody() {
        Histogram histogram = new Histogram(new Range(-5, 60));
        Random random = new Random(1);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[0] = 60;
        histogram.add(FloatBuffer.wrap(values));
        Range range = histogram.entropy();
        assertThat(range.max()).isBetween(3f, 20f);
        assertThat(range.min()).isBetween(-5f, -3f);
    }
}
