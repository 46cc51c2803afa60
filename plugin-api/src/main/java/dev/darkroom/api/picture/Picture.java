package dev.darkroom.api.picture;

import dev.darkroom.api.latent.NonFinite;
import java.util.Arrays;

/**
 * An immutable RGB picture: planar floats {@code [3,h,w]}, sRGB-encoded, nominally in [0,1].
 *
 * <p>Values are what the decoder gave, before clamping or rounding to 8 bits: they may leave [0,1] and may be NaN or
 * infinite, because inspectors must see that.
 */
public final class Picture {

    private final int width;
    private final int height;
    private final float[] planes;

    private Picture(int width, int height, float[] planes) {
        if (width < 1 || height < 1 || planes.length != 3L * width * height) {
            throw new IllegalArgumentException("picture: expected 3 planes of " + width + "x" + height
                    + " (positive), found " + planes.length + " values");
        }
        this.width = width;
        this.height = height;
        this.planes = planes;
    }

    /**
     * Returns a picture that holds a copy of {@code planes}.
     *
     * @param width columns
     * @param height rows
     * @param planes red, green and blue planes, row-major, sRGB-encoded, nominally in [0,1]
     * @return the picture
     */
    public static Picture of(int width, int height, float[] planes) {
        return new Picture(width, height, planes.clone());
    }

    /**
     * Returns a picture from packed 8-bit pixels.
     *
     * @param width columns
     * @param height rows
     * @param rgb {@code 0xRRGGBB} a pixel, row-major; the high byte is ignored
     * @return the picture
     */
    public static Picture ofRgb(int width, int height, int[] rgb) {
        int size = Math.multiplyExact(width, height);
        if (rgb.length != size) {
            throw new IllegalArgumentException("picture: expected " + size + " pixels, found " + rgb.length);
        }
        float[] planes = new float[Math.multiplyExact(3, size)];
        for (int i = 0; i < size; i++) {
            planes[i] = ((rgb[i] >> 16) & 255) / 255f;
            planes[size + i] = ((rgb[i] >> 8) & 255) / 255f;
            planes[2 * size + i] = (rgb[i] & 255) / 255f;
        }
        return new Picture(width, height, planes);
    }

    /** Returns the number of columns. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /** Returns the value of a channel (0 red, 1 green, 2 blue) at a column and row. */
    public float at(int channel, int x, int y) {
        return planes[(channel * height + y) * width + x];
    }

    /** Returns the value at a flat {@code [3,h,w]} index. */
    public float at(int index) {
        return planes[index];
    }

    /** Returns a copy of one plane (0 red, 1 green, 2 blue), row-major. */
    public float[] plane(int channel) {
        int size = width * height;
        return Arrays.copyOfRange(planes, channel * size, (channel + 1) * size);
    }

    /** Returns a copy of the three planes, {@code [3,h,w]}. */
    public float[] toArray() {
        return planes.clone();
    }

    /** Returns how many of the {@code 3 w h} values are NaN or infinite. */
    public int countNonFinite() {
        return NonFinite.count(planes);
    }

    /**
     * Returns the picture as 8-bit pixels: clamped to [0,1], rounded to nearest, NaN as 0.
     *
     * @return {@code 0xRRGGBB} a pixel, row-major
     */
    public int[] toRgb() {
        int size = width * height;
        int[] rgb = new int[size];
        for (int i = 0; i < size; i++) {
            rgb[i] = code(planes[i]) << 16 | code(planes[size + i]) << 8 | code(planes[2 * size + i]);
        }
        return rgb;
    }

    private static int code(float value) {
        // The comparisons are false for NaN; what is added in double rounds as Math.round does, and faster.
        return value > 0 ? (int) ((value < 1 ? value * 255f : 255f) + 0.5) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(planes, that.planes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(planes);
    }

    @Override
    public String toString() {
        return "Picture[" + width + "x" + height + "]";
    }
}
