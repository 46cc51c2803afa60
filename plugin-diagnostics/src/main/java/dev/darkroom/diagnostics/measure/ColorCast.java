package dev.darkroom.diagnostics.measure;

/**
 * How far from neutral a picture's neutral things are.
 *
 * <p>A colourful subject is no cast: it leaves something grey somewhere, in the shadows or in the lights. Under a cast
 * nothing is, at any lightness. So {@code nearest} is the chroma of the most neutral fifth of the pixels of a range of
 * lightness, in the range where it is lowest; and {@code edges} the chroma of the grey-edge estimate of the light (van de
 * Weijer, Gevers and Gijsenij 2007, "Edge-based color constancy", equation 9 with first derivatives and norm 5).
 *
 * @param nearest chroma of what is most neutral, in units of a* and b*
 * @param edges chroma of the light by the grey-edge hypothesis, in units of a* and b*
 * @param a the shift of what is most neutral
 * @param b the shift of what is most neutral
 */
public record ColorCast(double nearest, double edges, double a, double b) {

    /** Borders of the ranges of lightness, as shares of the pixels. */
    private static final double[] RANGES = {0.1, 0.25, 0.5, 0.75, 0.9};

    private static final double MOST_NEUTRAL = 0.2;

    /** Below this share of the pixels a range says nothing: the picture has hardly more than one lightness. */
    private static final double LEAST = 0.02;

    private static final int LIGHTNESS_BINS = 1024;
    private static final int CHROMA_BINS = 640;
    private static final double BINS_PER_CHROMA = 4;

    /** Measures a picture. */
    public static ColorCast of(ColorPlanes colors) {
        float[] a = colors.a().values();
        float[] b = colors.b().values();
        int[] range = ranges(colors.lightness());
        float[] chroma = new float[a.length];
        int[][] counts = new int[RANGES.length + 1][CHROMA_BINS];
        int[] sizes = new int[counts.length];
        for (int i = 0; i < a.length; i++) {
            chroma[i] = (float) Math.sqrt(a[i] * a[i] + b[i] * b[i]);
            counts[range[i]][bin(chroma[i])]++;
            sizes[range[i]]++;
        }
        int[] limits = new int[counts.length];
        for (int r = 0; r < counts.length; r++) {
            int below = 0;
            while (limits[r] < CHROMA_BINS - 1 && below + counts[r][limits[r]] < MOST_NEUTRAL * sizes[r]) {
                below += counts[r][limits[r]++];
            }
        }
        double[] sumA = new double[counts.length];
        double[] sumB = new double[counts.length];
        int[] members = new int[counts.length];
        for (int i = 0; i < a.length; i++) {
            int r = range[i];
            if (bin(chroma[i]) <= limits[r]) {
                sumA[r] += a[i];
                sumB[r] += b[i];
                members[r]++;
            }
        }
        int best = -1;
        double nearest = 0;
        for (int r = 0; r < counts.length; r++) {
            if (sizes[r] >= Math.max(1, LEAST * a.length)) {
                double distance = Math.hypot(sumA[r], sumB[r]) / members[r];
                if (best < 0 || distance < nearest) {
                    best = r;
                    nearest = distance;
                }
            }
        }
        return new ColorCast(nearest, edges(colors), sumA[best] / members[best], sumB[best] / members[best]);
    }

    private static int bin(float chroma) {
        return Math.min(CHROMA_BINS - 1, (int) (chroma * BINS_PER_CHROMA));
    }

    private static int[] ranges(Plane lightness) {
        int[] counts = new int[LIGHTNESS_BINS];
        int[] bins = new int[lightness.size()];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = Math.max(0, Math.min(LIGHTNESS_BINS - 1, (int) (lightness.at(i) / 100 * LIGHTNESS_BINS)));
            counts[bins[i]]++;
        }
        int[] rangeOf = new int[LIGHTNESS_BINS];
        int below = 0;
        for (int bin = 0; bin < LIGHTNESS_BINS; bin++) {
            double middle = (below + counts[bin] / 2.0) / bins.length;
            while (rangeOf[bin] < RANGES.length && middle > RANGES[rangeOf[bin]]) {
                rangeOf[bin]++;
            }
            below += counts[bin];
        }
        for (int i = 0; i < bins.length; i++) {
            bins[i] = rangeOf[bins[i]];
        }
        return bins;
    }

    private static double edges(ColorPlanes colors) {
        double red = edges(colors.red());
        double green = edges(colors.green());
        double blue = edges(colors.blue());
        double most = Math.max(red, Math.max(green, blue));
        if (most <= 0) {
            return 0;
        }
        double[] lab = ColorPlanes.lab(red / most, green / most, blue / most);
        return Math.hypot(lab[1], lab[2]);
    }

    /** The norm of the gradient of one channel. */
    private static double edges(Plane channel) {
        int width = channel.width();
        float[] v = channel.values();
        double sum = 0;
        for (int y = 0; y + 1 < channel.height(); y++) {
            for (int x = 0; x + 1 < width; x++) {
                int i = y * width + x;
                float gx = v[i + 1] - v[i];
                float gy = v[i + width] - v[i];
                float squared = gx * gx + gy * gy;
                sum += squared * squared * (float) Math.sqrt(squared);
            }
        }
        return Math.pow(sum, 0.2);
    }
}
