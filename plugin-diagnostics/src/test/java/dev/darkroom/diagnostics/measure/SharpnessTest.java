package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharpnessTest {

    private static final int SIZE = 256;

    /** Rings whose borders are integrals of Gaussians (by their logistic approximation), of some contrast, under noise. */
    private static Sharpness rings(double blur, double contrast, double noise) {
        Random random = new Random(2);
        float[] planes = new float[3 * SIZE * SIZE];
        for (int i = 0; i < SIZE * SIZE; i++) {
            double x = i % SIZE;
            int y = i / SIZE;
            double from = Math.hypot(x % 50 - 25, y % 50 - 25) - 15;
            double value = 0.5 + contrast * (1 / (1 + Math.exp(-1.702 * from / blur)) - 0.5);
            value += noise / 255 * random.nextGaussian();
            for (int c = 0; c < 3; c++) {
                planes[c * SIZE * SIZE + i] = Math.round(255 * value) / 255f;
            }
        }
        return Sharpness.of(Inspection.of(Picture.of(SIZE, SIZE, planes)));
    }

    @Test
    void ratiosFallWithBlur() {
        double[] before = {9, 9, 9};
        for (double blur : new double[] {0.3, 0.6, 0.9, 1.4}) {
            Sharpness of = rings(blur, 0.6, 0);
            assertThat(of.judgeable()).isTrue();
            assertThat(of.sharpestFine()).isLessThan(before[0]);
            assertThat(of.sharpestMiddle()).isLessThan(before[1]);
            assertThat(of.sharpestCoarse()).isLessThan(before[2]);
            before = new double[] {of.sharpestFine(), of.sharpestMiddle(), of.sharpestCoarse()};
        }
    }

    @Test
    void contrastDoesNotMatter() {
        assertThat(rings(0.7, 0.3, 0).sharpestMiddle())
                .isCloseTo(rings(0.7, 0.6, 0).sharpestMiddle(), within(0.1));
        assertThat(rings(0.7, 0.3, 0).sharpestCoarse())
                .isCloseTo(rings(0.7, 0.6, 0).sharpestCoarse(), within(0.1));
    }

    @Test
    void noiseIsNoDetail() {
        assertThat(rings(2, 0.6, 3).softness()).isGreaterThan(rings(0.5, 0.6, 3).softness());
        assertThat(rings(2, 0.6, 3).sharpestMiddle())
                .isLessThan(rings(0.6, 0.6, 0).sharpestMiddle());
    }

    @Test
    void withoutStructureNothingIsJudged() {
        assertThat(rings(0.3, 0, 0).judgeable()).isFalse();
    }
}
