package dev.darkroom.diagnostics.measure;

/**
 * First and second derivatives by 3x3 stencils; the border is mirrored with the edge sample repeated (SciPy's {@code
 * reflect}).
 */
public final class Derivatives {

    private Derivatives() {}

    /**
     * Returns the magnitude of the Sobel gradient, {@code sqrt((gx^2 + gy^2) / 2)} with weights (1, 2, 1) / 4 across and
     * (1, 0, -1) along, as scikit-image's {@code sobel} scales it: a ramp of slope s a pixel along x gives {@code sqrt(2)
     * s}.
     *
     * @param plane any size
     * @return the magnitude, in the plane's unit a pixel
     */
    public static Plane gradient(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        float[] out = new float[plane.size()];
        for (int y = 0; y < height; y++) {
            int up = Math.max(0, y - 1) * width;
            int at = y * width;
            int down = Math.min(height - 1, y + 1) * width;
            float[] v = plane.values();
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - 1);
                int right = Math.min(width - 1, x + 1);
                double gx = (v[up + right] - v[up + left])
                        + 2.0 * (v[at + right] - v[at + left])
                        + (v[down + right] - v[down + left]);
                double gy = (v[down + left] - v[up + left])
                        + 2.0 * (v[down + x] - v[up + x])
                        + (v[down + right] - v[up + right]);
                out[at + x] = (float) (Math.sqrt((gx * gx + gy * gy) / 2) / 4);
            }
        }
        return Plane.owning(width, height, out);
    }

    /**
     * Returns the five-point Laplacian, the sum of the four neighbours less four times the middle, as SciPy's {@code
     * ndimage.laplace}.
     *
     * @param plane any size
     * @return the Laplacian, in the plane's unit a square pixel
     */
    public static Plane laplacian(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        float[] v = plane.values();
        float[] out = new float[plane.size()];
        for (int y = 0; y < height; y++) {
            int up = Math.max(0, y - 1) * width;
            int at = y * width;
            int down = Math.min(height - 1, y + 1) * width;
            for (int x = 0; x < width; x++) {
                float left = v[at + Math.max(0, x - 1)];
                float right = v[at + Math.min(width - 1, x + 1)];
                out[at + x] = (float) ((double) left + right + v[up + x] + v[down + x] - 4.0 * v[at + x]);
            }
        }
        return Plane.owning(width, height, out);
    }

    /**
     * Returns the variance of the Laplacian, a common measure of sharpness (Pech-Pacheco et al. 2000).
     *
     * @param plane any size
     * @return the variance, in the plane's unit squared
     */
    public static double laplacianVariance(Plane plane) {
        float[] values = laplacian(plane).values();
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.max(0, squares / values.length - mean * mean);
    }
}
