package dev.darkroom.plugin.inspector.blur;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.picture.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurInspectorTest extends PostCheckContract {

    private static final int SIZE = 256;

    @Override
    protected PostCheck postCheck() {
        return new BlurInspector();
    }

    /** The integral of a Gaussian edge, by its logistic approximation (Bowling et al. 2009). */
    private static double edge(double distance, double sigma) {
        return 1 / (1 + Math.exp(-1.702 * distance / sigma));
    }

    /** Discs on a gradient, their borders blurred by sigma pixels; those in the right part by at least {@code right}. */
    private static Picture discs(double sigma, double right) {
        float[] plane = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double fromCentre = Math.hypot(x % 40 - 20, y % 40 - 20);
                double blur = x < SIZE / 3 ? sigma : Math.max(sigma, right);
                plane[y * SIZE + x] = (float) (0.3 + 0.2 * x / SIZE + 0.4 * edge(13 - fromCentre, blur));
            }
        }
        // Rounded to codes, as a file would hold it.
        return picture(SIZE, SIZE, i -> Math.round(255 * plane[i % plane.length]) / 255f);
    }

    @Test
    void sharpEdgesAreSharp() {
        assertThat(inspect(Inspection.of(discs(0.3, 0)))).isEmpty();
        assertThat(score(Symptom.BLUR, Inspection.of(discs(0.3, 0)))).isLessThan(0.05);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 3, 4})
    void softEdgesAreBlurred(double sigma) {
        Finding found = inspect(Inspection.of(discs(sigma, 0))).get(0);
        assertThat(found.symptom()).isEqualTo(Symptom.BLUR);
        assertThat(found.severity()).isGreaterThanOrEqualTo(Severity.WARN);
        assertThat(found.measures()).containsKeys("fine", "coarse", "blurEffect");
        assertThat(found.heatMap()).isPresent();
    }

    @Test
    void moreBlurScoresHigher() {
        double before = 0;
        for (double sigma : new double[] {0.3, 0.75, 1, 1.5, 2.5}) {
            double score = score(Symptom.BLUR, Inspection.of(discs(sigma, 0)));
            assertThat(score).as("sigma %s", sigma).isGreaterThan(before);
            before = score;
        }
    }

    @Test
    void aSoftBackgroundIsNotBlur() {
        assertThat(inspect(Inspection.of(discs(0.3, 5)))).isEmpty();
    }

    @Test
    void aPictureWithoutAnythingToJudgeByIsNotWarnedOf() {
        assertThat(inspect(Inspection.of(picture(128, 128, i -> 0.2f + 0.3f * (i % 128) / 128))))
                .isEmpty();
    }
}
