package dev.darkroom.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values are Pillow 12.3's, {@code Image.resize((4, 4), Image.BILINEAR)} on 32-bit floats. */
class ResamplingTest {

    @Test
    void shrinksAsPillowDoes() {
        compare(
                wave(7, 5),
                0.61303,
                0.7264521,
                0.7656749,
                0.7072158,
                0.4393457,
                0.3728852,
                0.3476772,
                0.3788136,
                0.6224773,
                0.652497,
                0.6259437,
                0.5587147,
                0.2904454,
                0.2339184,
                0.2755109,
                0.3903217);
    }

    @Test
    void growsAsPillowDoes() {
        float[] one = {0.5f, 0.6808077f, 0.7620222f, 0.5902981f, 0.05367616f, 0.16538008f};
        float[] planes = Arrays.copyOf(one, 18);
        compare(
                Picture.of(2, 3, planes),
                0.5,
                0.5452019,
                0.6356058,
                0.6808077,
                0.6637639,
                0.6538827,
                0.6341204,
                0.6242392,
                0.4963924,
                0.4800328,
                0.4473135,
                0.4309539,
                0.0536762,
                0.0816021,
                0.1374541,
                0.1653801);
    }

    @Test
    void leavesTheRightSizeAlone() {
        Picture picture = wave(4, 4);
        assertThat(Resampling.resize(picture, 4, 4)).isEqualTo(picture.toArray());
    }

    @Test
    void treatsValuesAsStored() {
        float[] planes = new float[3 * 16];
        planes[0] = Float.NaN;
        planes[1] = -3;
        planes[2] = Float.POSITIVE_INFINITY;
        assertThat(Resampling.resize(Picture.of(4, 4, planes), 4, 4)).startsWith(0, 0, 1, 0);
    }

    private static Picture wave(int width, int height) {
        float[] planes = new float[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            planes[i] = ((float) Math.sin(i * 0.37) + 1) / 2;
        }
        return Picture.of(width, height, planes);
    }

    private static void compare(Picture picture, double... expected) {
        float[] found = Resampling.resize(picture, 4, 4);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("value %d", i).isCloseTo((float) expected[i], within(1e-6f));
        }
    }
}
