package dev.darkroom.diagnostics.measure;

/**
 * The no-reference blur metric of Crete et al. 2007, "The blur effect: perception and estimation with a new no-reference
 * perceptual blur metric": how little of a picture's variation a further blur takes away. As scikit-image's {@code
 * blur_effect} computes it, with a box of 11 pixels.
 */
public final class BlurEffect {

    private static final int BOX = 11;

    /** As the reference leaves out; the border is not to be trusted. */
    private static final int BEFORE = 2;

    private static final int AFTER = 1;

    private BlurEffect() {}

    /**
     * Returns the blur, the larger of both directions.
     *
     * @param plane any size
     * @return from 0 (sharp) to 1; 0 for a plane without variation inside its border
     */
    public static double of(Plane plane) {
        float[] values = plane.values();
        int width = plane.width();
        int height = plane.height();
        // Columns become rows, so that one loop serves both directions.
        return Math.max(along(values, width, height), along(plane.transposed().values(), height, width));
    }

    private static double along(float[] values, int width, int height) {
        float[] smooth = new float[values.length];
        for (int y = 0; y < height; y++) {
            box(values, y * width, width, smooth);
        }
        double[] sharp = new double[width];
        double[] blurred = new double[width];
        double variation = 0;
        double taken = 0;
        for (int y = BEFORE; y < height - AFTER; y++) {
            gradient(values, y, width, height, sharp);
            gradient(smooth, y, width, height, blurred);
            for (int x = BEFORE; x < width - AFTER; x++) {
                variation += sharp[x];
                taken += Math.max(0, sharp[x] - blurred[x]);
            }
        }
        return variation > 0 ? (variation - taken) / variation : 0;
    }

    /** The mean of {@link #BOX} samples, the border mirrored with the edge sample repeated. */
    private static void box(float[] values, int from, int length, float[] out) {
        double sum = 0;
        for (int k = -BOX / 2; k <= BOX / 2; k++) {
            sum += values[from + Wavelet.mirrored(k, length)];
        }
        for (int x = 0; x < length; x++) {
            out[from + x] = (float) (sum / BOX);
            sum += values[from + Wavelet.mirrored(x + 1 + BOX / 2, length)]
                    - values[from + Wavelet.mirrored(x - BOX / 2, length)];
        }
    }

    /** The magnitude of Sobel's derivative along a row. */
    private static void gradient(float[] values, int y, int width, int height, double[] out) {
        int up = Math.max(0, y - 1) * width;
        int at = y * width;
        int down = Math.min(height - 1, y + 1) * width;
        for (int x = 0; x < width; x++) {
            int left = Math.max(0, x - 1);
            int right = Math.min(width - 1, x + 1);
            out[x] = Math.abs((double) values[up + right]
                    - values[up + left]
                    + 2.0 * ((double) values[at + right] - values[at + left])
                    + values[down + right]
                    - values[down + left]);
        }
    }
}
