package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.picture.Picture;
import java.util.Random;

/** What degradations are made of. Planes are {@code [h,w]} or {@code [3,h,w]}, row-major, pixels in [0,1]. */
final class Pixels {

    private Pixels() {}

    /** Returns a picture as a file would hold it: clamped and rounded to codes. */
    static Picture coded(int width, int height, float[] planes) {
        return Picture.ofRgb(width, height, Picture.of(width, height, planes).toRgb());
    }

    /** Returns white noise of deviation 1. */
    static float[] white(int size, Random random) {
        float[] noise = new float[size];
        for (int i = 0; i < size; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /** Returns noise of deviation 1 that is white noise blurred by a Gaussian. */
    static float[] correlated(int width, int height, double blur, Random random) {
        float[] noise = blur(white(width * height, random), width, height, blur);
        double squares = 0;
        for (float value : noise) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.sqrt(squares / noise.length));
        for (int i = 0; i < noise.length; i++) {
            noise[i] *= scale;
        }
        return noise;
    }

    /** Blurs one plane by a Gaussian, the border mirrored with the edge sample repeated. */
    static float[] blur(float[] plane, int width, int height, double sigma) {
        int radius = (int) Math.ceil(4 * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            kernel[k + radius] = Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += kernel[k + radius];
        }
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] /= sum;
        }
        float[] along = convolve(plane, width, height, kernel, 1, width);
        return convolve(along, height, width, kernel, width, 1);
    }

    private static float[] convolve(float[] in, int length, int lines, double[] kernel, int step, int line) {
        float[] out = new float[in.length];
        int radius = kernel.length / 2;
        float[] padded = new float[length + 2 * radius];
        for (int l = 0; l < lines; l++) {
            for (int i = 0; i < padded.length; i++) {
                int at = Math.floorMod(i - radius, 2 * length);
                padded[i] = in[l * line + (at < length ? at : 2 * length - 1 - at) * step];
            }
            for (int i = 0; i < length; i++) {
                double value = 0;
                for (int k = 0; k < kernel.length; k++) {
                    value += kernel[k] * padded[i + k];
                }
                out[l * line + i * step] = (float) value;
            }
        }
        return out;
    }

    /** Blurs the three planes of a picture. */
    static float[] blur(Picture picture, double sigma) {
        int size = picture.width() * picture.height();
        float[] planes = new float[3 * size];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(
                    blur(picture.plane(c), picture.width(), picture.height(), sigma), 0, planes, c * size, size);
        }
        return planes;
    }

    /** Returns an ellipse of about a fifth of the picture, somewhere inside. */
    static boolean[] ellipse(int width, int height, Random random) {
        double radiusX = 0.25 * width;
        double radiusY = 0.25 * height;
        double x0 = radiusX + random.nextDouble() * (width - 2 * radiusX);
        double y0 = radiusY + random.nextDouble() * (height - 2 * radiusY);
        boolean[] inside = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                inside[y * width + x] = Math.hypot((x - x0) / radiusX, (y - y0) / radiusY) < 1;
            }
        }
        return inside;
    }
}
