package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import java.awt.Color;
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

    private static ColorRange range(Picture picture) {
        return ColorRange.of(SampledPixels.of(picture));
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
    void theRidgeOfGreysLiesOnTheAxis() {
        NeutralAxis clean = NeutralAxis.of(ColorPlanes.of(picture(ColorTest::scene)));
        assertThat(clean.advantage()).isCloseTo(0, within(0.01));
        assertThat(clean.a()).isZero();
        assertThat(clean.b()).isZero();
    }

    /** The colour of L* 60, a* 0, b* 20 under D65 is 158, 143, 110 in sRGB, by scikit-image's lab2rgb. */
    @Test
    void theRidgeMovesWithACast() {
        int[] code = {158, 143, 110};
        NeutralAxis cast = NeutralAxis.of(ColorPlanes.of(picture(i -> (code[channel(i)] + x(i) % 3 - 1) / 255f)));
        assertThat(cast.advantage()).isGreaterThan(3);
        assertThat(cast.a()).isCloseTo(0, within(1.0));
        assertThat(cast.b()).isCloseTo(20, within(1.0));
    }

    @Test
    void aCastTintsBlackAndWhite() {
        TintedEnds clean = TintedEnds.of(SampledPixels.of(picture(i -> x(i) / (SIZE - 1f))));
        // Of 128 greys 0 and 2, 4, 6 are black, and 249 to 255 white, but for rounding.
        assertThat(clean.black()).isCloseTo(4.0 / 128, within(0.01));
        assertThat(clean.white()).isCloseTo(4.0 / 128, within(0.01));
        assertThat(clean.tintedBlack()).isZero();
        assertThat(clean.tintedWhite()).isZero();
        float[] shift = {0.1f, 0.1f, -0.1f};
        TintedEnds cast = TintedEnds.of(SampledPixels.of(picture(i ->
                Math.min(1, Math.max(0, x(i) / (SIZE - 1f) + shift[channel(i)])))));
        assertThat(cast.black()).isZero();
        assertThat(cast.white()).isZero();
        assertThat(cast.tintedBlack()).isGreaterThan(0.05);
        assertThat(cast.tintedWhite()).isGreaterThan(0.05);
    }

    @Test
    void hueBalanceTurnsWithTheChannels() {
        Picture colours = picture(i -> 0.5f + 0.4f * (float) Math.sin(x(i) / 9.0 + channel(i) * (1 + y(i) / 50.0)));
        Picture swapped = picture(i -> colours.at((2 - channel(i)) * SIZE * SIZE + i % (SIZE * SIZE)));
        HueBalance one = HueBalance.of(SampledPixels.of(colours));
        HueBalance other = HueBalance.of(SampledPixels.of(swapped));
        // A hue on the border of two sectors falls into the upper one either way.
        assertThat(one.red()).isCloseTo(-other.red(), within(0.02));
        assertThat(one.orange()).isCloseTo(-other.orange(), within(0.02));
        assertThat(one.yellow()).isCloseTo(-other.yellow(), within(0.02));
        assertThat(one.leaf()).isCloseTo(-other.leaf(), within(0.02));
        assertThat(one.rose()).isCloseTo(-other.rose(), within(0.02));
        assertThat(one.sky()).isCloseTo(-other.sky(), within(0.02));
    }

    @Test
    void anOrangeFieldUnderAnAzureSkyIsAsItShouldBe() {
        float[] orange = {0.9f, 0.6f, 0.3f};
        HueBalance field =
                HueBalance.of(SampledPixels.of(picture(i -> y(i) < 43 ? orange[2 - channel(i)] : orange[channel(i)])));
        assertThat(field.orange()).isGreaterThan(0);
        assertThat(field.sky()).isLessThan(-1);
        assertThat(field.red()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aPlainMarginIsAGround() {
        int[] code = {158, 143, 110};
        Ground plain = Ground.of(ColorPlanes.of(picture(
                i -> Math.hypot(x(i) - 64, y(i) - 64) < 40 ? 0.9f * y(i) / SIZE : code[channel(i)] / 255f)));
        assertThat(plain.share()).isEqualTo(1);
        assertThat(plain.chroma()).isCloseTo(19.5, within(1.0));
        assertThat(Ground.of(ColorPlanes.of(picture(i -> x(i) / (float) SIZE))).share())
                .isLessThan(0.5);
    }

    @Test
    void anAreaOfOnePureColourIsPaint() {
        assertThat(range(picture(i -> channel(i) == 0 ? 0.8f : 0)).spike()).isZero();
        assertThat(range(picture(i -> channel(i) == 0 ? 0.8f : 0)).wall()).isEqualTo(1);
        assertThat(range(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0.03f))
                        .wall())
                .isLessThan(0.01);
    }

    @Test
    void onlyWhatIsSaturatedFullySpikes() {
        ColorRange strong = range(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0.03f));
        assertThat(strong.saturation()).isGreaterThan(0.9);
        assertThat(strong.spike()).isZero();
        ColorRange burnt = range(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0));
        assertThat(burnt.spike()).isGreaterThan(0.99);
        assertThat(burnt.clipped()).isGreaterThan(0.9);
    }

    @Test
    void aThingIsPureInOneHueAndAPushedPictureInAll() {
        assertThat(range(picture(i -> channel(i) == 0 ? 0.3f + 0.6f * x(i) / SIZE : 0))
                        .hues())
                .isEqualTo(1);
        // Red, yellow, green, cyan, blue, magenta as java.awt.Color has them, in stripes of more than 0.2 %.
        assertThat(range(stripes(1)).hues()).isEqualTo(6);
        assertThat(range(stripes(0.9f)).hues()).isZero();
    }

    @Test
    void huesAreCountedFromTheMiddleOfRed() {
        for (int hue = 0; hue < 12; hue++) {
            SampledPixels pixels = SampledPixels.of(ofOneColour(Color.HSBtoRGB(hue / 12f, 0.8f, 0.9f)));
            assertThat(pixels.hue(0, 12)).isEqualTo(hue);
            if (hue % 2 == 0) {
                assertThat(pixels.hue(0, 6)).isEqualTo(hue / 2);
            }
        }
    }

    private static Picture ofOneColour(int rgb) {
        return Picture.ofRgb(1, 1, new int[] {rgb});
    }

    /** Six stripes of the hues' middles, of one saturation. */
    private static Picture stripes(float saturation) {
        return picture(i -> {
            int rgb = Color.HSBtoRGB(6 * x(i) / SIZE / 6f, saturation, 0.9f);
            return (rgb >> (16 - 8 * channel(i)) & 255) / 255f;
        });
    }

    @Test
    void theRangeIsThatOfNearlyAllPixels() {
        ColorRange range = range(picture(i -> 0.25f + 0.5f * x(i) / SIZE));
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
        assertThat(range(nothing)).isEqualTo(range(picture(i -> 0)));
        assertThat(Staircase.of(nothing).share()).isZero();
    }
}
