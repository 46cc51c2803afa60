package dev.darkroom.diagnostics.measure;

import java.util.stream.IntStream;

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
        int[] margin = IntStream.range(0, width * height)
                .filter(i -> Math.min(i % width, width - 1 - i % width) < side
                        || Math.min(i / width, height - 1 - i / width) < side)
                .toArray();
        double lightness = median(colors.lightness(), margin);
        double a = median(colors.a(), margin);
        double b = median(colors.b(), margin);
        long near = IntStream.of(margin)
                .filter(i -> square(colors.lightness().at(i) - lightness)
                                + square(colors.a().at(i) - a)
                                + square(colors.b().at(i) - b)
                        < NEAR * NEAR)
                .count();
        return new Ground(near / (double) margin.length, Math.hypot(a, b));
    }

    private static double median(Plane plane, int[] at) {
        float[] values = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            values[i] = plane.at(at[i]);
        }
        return Quantiles.medianInPlace(values, values.length);
    }

    private static double square(double value) {
        return value * value;
    }
}
