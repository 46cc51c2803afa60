package dev.darkroom.diagnostics.style;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredStyleTest {

    private static final int SIZE = 128;

    private static Style style(int width, int height, Latent.IndexedValue value) {
        float[] planes = new float[3 * width * height];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = value.at(i);
        }
        return new MeasuredStyle().classify(Inspection.of(Picture.of(width, height, planes)));
    }

    private static float code(double value) {
        return Math.round(255 * value) / 255f;
    }

    private static float scene(int i) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        return (float) (0.2 + 0.3 * x / SIZE + 0.2 * y / SIZE + (Math.hypot(x - 60, y - 50) < 30 ? 0.2 : 0));
    }

    @Test
    void grainEverywhereIsAPhotograph() {
        Random random = new Random(6);
        assertThat(style(SIZE, SIZE, i -> code(scene(i) + random.nextGaussian() / 255)))
                .isEqualTo(Style.PHOTO);
    }

    @Test
    void shadingWithoutGrainIsAnIllustration() {
        assertThat(style(SIZE, SIZE, MeasuredStyleTest::scene)).isEqualTo(Style.ILLUSTRATION);
    }

    @Test
    void areasOfOneColourAreFlatArt() {
        assertThat(style(SIZE, SIZE, i -> Math.hypot(i % SIZE - 60, i / SIZE % SIZE - 50) < 30 ? 0.8f : 0.2f))
                .isEqualTo(Style.FLAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 4096})
    void anyPictureHasAStyle(int width) {
        assertThat(style(width, 1, i -> Float.NaN)).isNotNull();
        assertThat(style(1, width, i -> i % 2)).isNotNull();
    }
}
