package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;

/**
 * The colours of a picture as linear light and in CIE 1976 L*a*b* (ISO/CIE 11664-4) under D65, the white of sRGB, where
 * distances are about what people see and the neutral axis is {@code a = b = 0}.
 *
 * <p>Pictures are reduced to about 256x256 by means over squares of their encoded values first: colour statistics need no
 * more, and grain averages out. Values are clamped to [0,1] before, NaN as 0.
 *
 * @param red linear light in [0,1]
 * @param green linear light in [0,1]
 * @param blue linear light in [0,1]
 * @param lightness L*, from 0 to 100
 * @param a from green to red, about -86 to 98
 * @param b from blue to yellow, about -108 to 94
 */
public record ColorPlanes(Plane red, Plane green, Plane blue, Plane lightness, Plane a, Plane b) {

    private static final double SIDE = 256;

    /** Both curves are tabulated at this many steps and interpolated: within 0.001 of the exact L*. */
    private static final int STEPS = 4096;

    private static final float[] LINEAR = new float[STEPS + 2];
    private static final float[] ROOT = new float[STEPS + 2];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double t = i / (double) STEPS;
            LINEAR[i] = (float) (t <= 0.04045 ? t / 12.92 : Math.pow((t + 0.055) / 1.055, 2.4));
            ROOT[i] = (float) (t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116);
        }
    }

    /** Returns the planes of an inspected picture, made once for all inspectors. */
    public static ColorPlanes of(Inspection inspection) {
        return inspection.shared(ColorPlanes.class, ColorPlanes::of);
    }

    /** Returns the planes of a picture, reduced. */
    public static ColorPlanes of(Picture picture) {
        int factor = Math.max(1, (int) Math.round(Math.sqrt((double) picture.width() * picture.height()) / SIDE));
        Plane red = channel(picture, 0, factor);
        Plane green = channel(picture, 1, factor);
        Plane blue = channel(picture, 2, factor);
        int width = red.width();
        int height = red.height();
        float[] lightness = new float[red.size()];
        float[] a = new float[red.size()];
        float[] b = new float[red.size()];
        ColorPlanes planes = new ColorPlanes(
                red,
                green,
                blue,
                Plane.owning(width, height, lightness),
                Plane.owning(width, height, a),
                Plane.owning(width, height, b));
        for (int row = 0; row < lightness.length; row += width) {
            planes.fill(row, row + width);
        }
        return planes;
    }

    /** Computes L*, a* and b* of a row. */
    private void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            float r = red.at(i);
            float g = green.at(i);
            float bl = blue.at(i);
            // IEC 61966-2-1, each row over the tristimulus value of D65.
            float fx = at(ROOT, (0.412453f * r + 0.357580f * g + 0.180423f * bl) / 0.95047f);
            float fy = at(ROOT, 0.212671f * r + 0.715160f * g + 0.072169f * bl);
            float fz = at(ROOT, (0.019334f * r + 0.119193f * g + 0.950227f * bl) / 1.08883f);
            lightness.values()[i] = 116 * fy - 16;
            a.values()[i] = 500 * (fx - fy);
            b.values()[i] = 200 * (fy - fz);
        }
    }

    /** Returns L*, a* and b* of linear light in [0,1]. */
    static double[] lab(double red, double green, double blue) {
        double fx = at(ROOT, (float) ((0.412453 * red + 0.357580 * green + 0.180423 * blue) / 0.95047));
        double fy = at(ROOT, (float) (0.212671 * red + 0.715160 * green + 0.072169 * blue));
        double fz = at(ROOT, (float) ((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.08883));
        return new double[] {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
    }

    /** Linear light of a channel's means over squares. */
    private static Plane channel(Picture picture, int channel, int factor) {
        float[] values = picture.plane(channel);
        for (int row = 0; row < values.length; row += picture.width()) {
            clamp(values, row, row + picture.width());
        }
        Plane small = Resampling.shrink(Plane.owning(picture.width(), picture.height(), values), factor);
        float[] light = new float[small.size()];
        for (int row = 0; row < light.length; row += small.width()) {
            linearise(small, light, row, row + small.width());
        }
        return Plane.owning(small.width(), small.height(), light);
    }

    private static void clamp(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            // The comparison is false for NaN.
            values[i] = values[i] > 0 ? (values[i] < 1 ? values[i] : 1) : 0;
        }
    }

    private static void linearise(Plane encoded, float[] light, int from, int to) {
        for (int i = from; i < to; i++) {
            light[i] = at(LINEAR, encoded.at(i));
        }
    }

    /** @param t from 0 to 1, or what rounding makes of 1 */
    private static float at(float[] table, float t) {
        float scaled = t * STEPS;
        int low = (int) scaled;
        return table[low] + (scaled - low) * (table[low + 1] - table[low]);
    }
}
