package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorTest {

    private static final int SIZE = 128;

    private static Picture picture(Latent.IndexedValue value) {
        float[] planes = new float[3 * SIZE * SIZE];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = value.at(i);
        }
        return Picture.of(SIZE, SIZE, planes);
    }

    private static int x(int i) {
        return i % SIZE;
    }

    private static int y(int i) {
        return i / SIZE % SIZE;
    }

    private static int channel(int i) {
        return i / (SIZE * SIZE);
    }

    /** Grey ramps and one saturated corner. */
    private static float scene(int i) {
        boolean corner = x(i) < 60 && y(i) < 60;
        return corner ? (channel(i) == 0 ? 0.9f : 0.2f) : 0.1f + 0.8f * x(i) / SIZE;
    }

    @Test
    void aPictureWithSomethingGreyHasNoCast() {
        assertThat(ColorCast.of(ColorPlanes.of(picture(ColorTest::scene))).nearest())
                .isCloseTo(0, within(0.2));
    }

    @Test
    void underACastNothingIsGrey() {
        ColorCast cast = ColorCast.of(ColorPlanes.of(picture(i -> scene(i) * (channel(i) == 2 ? 0.75f : 1))));
        assertThat(cast.nearest()).isGreaterThan(3);
        assertThat(cast.b()).isGreaterThan(3);
        assertThat(cast.edges()).isGreaterThan(10);
    }

    @Test
    void onlyWhatIsSaturatedFullySpikes() {
        ColorRange strong = ColorRange.of(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0.03f));
        assertThat(strong.saturation()).isGreaterThan(0.9);
        assertThat(strong.spike()).isZero();
        ColorRange burnt = ColorRange.of(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0));
        assertThat(burnt.spike()).isGreaterThan(0.99);
        assertThat(burnt.clipped()).isGreaterThan(0.9);
    }

    @Test
    void theRangeIsThatOfNearlyAllPixels() {
        ColorRange range = ColorRange.of(picture(i -> 0.25f + 0.5f * x(i) / SIZE));
        assertThat(range.black()).isCloseTo(64, within(2.0));
        assertThat(range.white()).isCloseTo(190, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void aQuantisedGradientClimbsInSteps(int step) {

        Staircase slow = Staircase.of(picture(i -> (30 + y(i) / 2) / step * step / 255f));
        assertThat(slow.share()).isGreaterThan(0.7);
        assertThat(slow.step()).isEqualTo(step);
        assertThat(slow.map().at(0, 1)).isGreaterThan(0.9);
    }

    @Test
    void eightBitsAreNoBanding() {
        assertThat(Staircase.of(picture(i -> (30 + y(i) / 5) / 255f)).share()).isZero();
    }

    @Test
    void twoToneDrawingsAreNoBanding() {
        assertThat(Staircase.of(picture(i -> (x(i) < 50 ? 100 : x(i) < 90 ? 110 : 104) / 255f))
                        .share())
                .isZero();
    }

    @Test
    void contrastsRise() {
        assertThatThrownBy(() -> Cambi.of(4, 4))
                .hasMessage("contrasts: expected rising numbers from 1 to 1023, found [4, 4]");
        assertThatThrownBy(() -> Cambi.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotANumberIsBlack() {
        Picture nothing = picture(i -> Float.NaN);
        assertThat(ColorCast.of(ColorPlanes.of(nothing)).nearest()).isZero();
        assertThat(ColorRange.of(nothing)).isEqualTo(ColorRange.of(picture(i -> 0)));
        assertThat(Staircase.of(nothing).share()).isZero();
    }
}
