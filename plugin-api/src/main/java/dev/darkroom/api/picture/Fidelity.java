package dev.darkroom.api.picture;

/** How near a picture is to another of its size: both are clamped to [0,1] first, as a screen does. */
public final class Fidelity {

    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final double SIGMA = 1.5;
    private static final int RADIUS = 5;

    private Fidelity() {}

    /**
     * Returns the peak signal-to-noise ratio over all three planes.
     *
     * @return decibels; infinite for equal pictures, 0 if a value is not finite
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double psnr(Picture picture, Picture reference) {
        requireSameSize(picture, reference);
        if (picture.countNonFinite() > 0 || reference.countNonFinite() > 0) {
            return 0;
        }
        int n = 3 * picture.width() * picture.height();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = clamped(picture.at(i)) - clamped(reference.at(i));
            sum += difference * difference;
        }
        return -10 * Math.log10(sum / n);
    }

    /**
     * Returns the structural similarity (Wang et al. 2004, "Image quality assessment", equation 13) with the Gaussian window
     * of the paper (11x11, sigma 1.5), averaged over the three planes without the border the window does not fit into.
     *
     * @return at most 1, for equal pictures; 0 if a value is not finite
     * @throws IllegalArgumentException if the sizes differ, or are below 11x11
     */
    public static double ssim(Picture picture, Picture reference) {
        requireSameSize(picture, reference);
        if (picture.width() <= 2 * RADIUS || picture.height() <= 2 * RADIUS) {
            throw new IllegalArgumentException("ssim: expected at least 11x11 pixels, found " + picture);
        }
        if (picture.countNonFinite() > 0 || reference.countNonFinite() > 0) {
            return 0;
        }
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += ssim(
                    clamped(picture.plane(channel)),
                    clamped(reference.plane(channel)),
                    picture.width(),
                    picture.height());
        }
        return sum / 3;
    }

    private static double ssim(double[] x, double[] y, int width, int height) {
        double[] meanX = smoothed(x, x, false, width, height);
        double[] meanY = smoothed(y, y, false, width, height);
        double[] xx = smoothed(x, x, true, width, height);
        double[] yy = smoothed(y, y, true, width, height);
        double[] xy = smoothed(x, y, true, width, height);
        double sum = 0;
        for (int row = RADIUS; row < height - RADIUS; row++) {
            for (int column = RADIUS; column < width - RADIUS; column++) {
                int i = row * width + column;
                double varianceX = xx[i] - meanX[i] * meanX[i];
                double varianceY = yy[i] - meanY[i] * meanY[i];
                double covariance = xy[i] - meanX[i] * meanY[i];
                sum += (2 * meanX[i] * meanY[i] + C1)
                        * (2 * covariance + C2)
                        / ((meanX[i] * meanX[i] + meanY[i] * meanY[i] + C1) * (varianceX + varianceY + C2));
            }
        }
        return sum / ((width - 2 * RADIUS) * (height - 2 * RADIUS));
    }

    /** The window's mean of x, or of x times y, where the whole window fits; elsewhere undefined. */
    private static double[] smoothed(double[] x, double[] y, boolean product, int width, int height) {
        double[] window = window();
        double[] rows = new double[x.length];
        for (int row = 0; row < height; row++) {
            for (int column = RADIUS; column < width - RADIUS; column++) {
                int at = row * width + column;
                for (int k = -RADIUS; k <= RADIUS; k++) {
                    rows[at] += window[k + RADIUS] * x[at + k] * (product ? y[at + k] : 1);
                }
            }
        }
        double[] both = new double[x.length];
        for (int row = RADIUS; row < height - RADIUS; row++) {
            for (int column = RADIUS; column < width - RADIUS; column++) {
                int at = row * width + column;
                for (int k = -RADIUS; k <= RADIUS; k++) {
                    both[at] += window[k + RADIUS] * rows[at + k * width];
                }
            }
        }
        return both;
    }

    private static double[] window() {
        double[] window = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int k = -RADIUS; k <= RADIUS; k++) {
            window[k + RADIUS] = Math.exp(-k * k / (2 * SIGMA * SIGMA));
            sum += window[k + RADIUS];
        }
        for (int k = 0; k < window.length; k++) {
            window[k] /= sum;
        }
        return window;
    }

    private static double[] clamped(float[] plane) {
        double[] values = new double[plane.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = clamped(plane[i]);
        }
        return values;
    }

    private static double clamped(float value) {
        return Math.max(0, Math.min(1, value));
    }

    private static void requireSameSize(Picture picture, Picture reference) {
        if (picture.width() != reference.width() || picture.height() != reference.height()) {
            throw new IllegalArgumentException(
                    "fidelity: expected pictures of one size, found " + picture + " and " + reference);
        }
    }
}
