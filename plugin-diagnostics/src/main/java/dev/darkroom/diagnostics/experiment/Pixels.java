package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;

/** Plain measures of pictures. */
final class Pixels {

    private Pixels() {}

    /** Returns the peak signal-to-noise ratio in dB; 99 for equal pictures, so that it stays a number. */
    static double decibels(Picture picture, Picture reference) {
        return Math.min(99, Fidelity.psnr(picture, reference));
    }

    /** Returns the share of values that left [0,1] by more than 0.02. */
    static double clipped(Picture picture) {
        float[] values = picture.toArray();
        int count = 0;
        for (float value : values) {
            count += value >= -0.02f && value <= 1.02f ? 0 : 1;
        }
        return (double) count / values.length;
    }

    /** Returns the mean absolute Laplacian of the luma, in grey levels: low is blur, high is grain. */
    static double sharpness(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        double sum = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                sum += Math.abs(4 * luma(picture, x, y)
                        - luma(picture, x - 1, y)
                        - luma(picture, x + 1, y)
                        - luma(picture, x, y - 1)
                        - luma(picture, x, y + 1));
            }
        }
        return 255 * sum / Math.max(1, (width - 2) * (height - 2));
    }

    /** Returns the standard deviation of the luma, in grey levels. */
    static double contrast(Picture picture) {
        double sum = 0;
        double squares = 0;
        int n = picture.width() * picture.height();
        for (int i = 0; i < n; i++) {
            double value = luma(picture, i % picture.width(), i / picture.width());
            sum += value;
            squares += value * value;
        }
        return 255 * Math.sqrt(Math.max(0, squares / n - sum * sum / n / n));
    }

    private static double luma(Picture picture, int x, int y) {
        return clamp(0.299 * picture.at(0, x, y) + 0.587 * picture.at(1, x, y) + 0.114 * picture.at(2, x, y));
    }

    private static double clamp(double value) {
        return value > 0 ? Math.min(1, value) : 0;
    }
}
