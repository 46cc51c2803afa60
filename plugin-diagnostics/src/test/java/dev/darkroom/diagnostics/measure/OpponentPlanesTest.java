package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.picture.Picture;
import org.junit.jupiter.api.Test;

class OpponentPlanesTest {

    private static OpponentPlanes of(float red, float green, float blue) {
        return OpponentPlanes.of(Picture.of(1, 1, new float[] {red, green, blue}));
    }

    private static void assertPlanes(OpponentPlanes planes, double luma, double blue, double red) {
        assertThat((double) planes.luma().at(0)).isCloseTo(luma, within(1e-3));
        assertThat((double) planes.blue().at(0)).isCloseTo(blue, within(1e-3));
        assertThat((double) planes.red().at(0)).isCloseTo(red, within(1e-3));
    }

    // Rec. ITU-R BT.709-6, items 3.2 and 3.3: the primaries reach the ends of the ranges.
    @Test
    void primariesAreThoseOfBt709() {
        assertPlanes(of(1, 0, 0), 54.213, -29.2159, 127.5);
        assertPlanes(of(0, 1, 0), 182.376, -98.2841, -115.8089);
        assertPlanes(of(0, 0, 1), 18.411, 127.5, -11.6910);
        assertPlanes(of(0.5f, 0.5f, 0.5f), 127.5, 0, 0);
    }

    @Test
    void valuesAreMeasuredAsTheyWillBeSeen() {
        assertThat(of(2, Float.POSITIVE_INFINITY, 1)).isEqualTo(of(1, 1, 1));
        assertThat(of(Float.NaN, -3, Float.NEGATIVE_INFINITY)).isEqualTo(of(0, 0, 0));
    }
}
