package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * What a picture lies on: its margin, if that is of one colour.
 *
 * @param share the share of the margin that is near its usual colour, in [0,1]
 * @param chroma of the usual colour of the margin, in units of a* and b*
 */
public record Ground(double share, double chroma) {

    /** The margin's width, as a share of the picture's sides. */
    private static final double MARGIN = 1 / 24.0;

    /** Colours nearer than this in L*a*b* look about the same. */
    private static final double NEAR = 10;

    /** Measures a picture. */
    public static Ground of(ColorPlanes colors) {
        int width = colors.a().width();
        int height = colors.a().height();
        int side = Math.max(1, (int) (MARGIN * Math.min(width, height)));
        int[] margin = margin(width, height, side);
        double lightness = median(colors.lightness(), margin);
        double a = median(colors.a(), margin);
        double b = median(colors.b(), margin);
        int near = 0;
        for (int i : margin) {
            double distance = square(colors.lightness().at(i) - lightness)
                    + square(colors.a().at(i) - a)
                    + square(colors.b().at(i) - b);
            near += distance < NEAR * NEAR ? 1 : 0;
        }
        return new Ground(near / (double) margin.length, Math.hypot(a, b));
    }

    /** The indices of the pixels within {@code side} of the border. */
    private static int[] margin(int width, int height, int side) {
        int[] margin = new int[width * height];
        int count = 0;
        for (int y = 0; y < height; y++) {
            boolean whole = Math.min(y, height - 1 - y) < side;
            for (int x = 0; x < width; x++) {
                if (whole || Math.min(x, width - 1 - x) < side) {
                    margin[count++] = y * width + x;
                }
            }
        }
        return Arrays.copyOf(margin, count);
    }

    private static double median(Plane plane, int[] at) {
        int[] keys = new int[at.length];
        for (int i = 0; i < at.length; i++) {
            keys[i] = Quantiles.key(plane.at(at[i]));
        }
        return Quantiles.medianInPlace(keys, keys.length);
    }

    private static double square(double value) {
        return value * value;
    }
}
