package dev.darkroom.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void codesAreRoundedToNearest() {
        Random random = new Random(1);
        float[] planes = new float[3 * 4096];
        for (int i = 0; i < planes.length; i++) {
            // Near the border between two codes as often as not.
            float value = (random.nextInt(256) + 0.5f) / 255;
            planes[i] = i % 2 == 0 ? random.nextFloat() : Math.nextAfter(value, random.nextInt(3) - 1);
        }
        int[] rgb = Picture.of(64, 64, planes).toRgb();
        for (int i = 0; i < rgb.length; i++) {
            assertThat(rgb[i] >> 16).isEqualTo(rounded(planes[i]));
            assertThat(rgb[i] >> 8 & 255).isEqualTo(rounded(planes[4096 + i]));
            assertThat(rgb[i] & 255).isEqualTo(rounded(planes[2 * 4096 + i]));
        }
    }

    private static int rounded(float value) {
        return Math.round(Math.min(1f, Math.max(0f, value)) * 255f);
    }

    @Test
    void codesOfWhatIsNoColourAreTheEnds() {
        float[] planes = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        assertThat(Picture.of(1, 1, planes).toRgb()).containsExactly(0x00FF00);
        assertThat(Picture.of(1, 1, new float[] {-0.2f, 1.7f, 1}).toRgb()).containsExactly(0x00FFFF);
    }
}
