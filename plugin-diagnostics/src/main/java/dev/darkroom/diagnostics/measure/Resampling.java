package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/** Smaller and smoother planes. Time and memory are linear in the pixels, whatever the factor. */
public final class Resampling {

    private Resampling() {}

    /**
     * Returns the plane at a fraction of its size, each value the mean of a square; what is left over at the right and
     * bottom is dropped.
     *
     * @param plane any size
     * @param factor how many pixels a side become one; a factor beyond the plane's width or height is lowered to it
     * @return the smaller plane
     */
    public static Plane shrink(Plane plane, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("factor: expected at least 1, found " + factor);
        }
        int step = Math.min(factor, Math.min(plane.width(), plane.height()));
        if (step == 1) {
            return plane;
        }
        int width = plane.width() / step;
        int height = plane.height() / step;
        float[] in = plane.values();
        float[] out = new float[width * height];
        float share = 1f / (step * step);
        float[] sums = new float[width];
        for (int y = 0; y < height; y++) {
            int to = y * width;
            for (int dy = 0; dy < step; dy++) {
                int from = (y * step + dy) * plane.width();
                Arrays.fill(sums, 0);
                for (int dx = 0; dx < step; dx++) {
                    addEvery(step, in, from + dx, sums);
                }
                addScaled(sums, share, out, to);
            }
        }
        return Plane.owning(width, height, out);
    }

    private static void addEvery(int step, float[] in, int from, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += in[from + x * step];
        }
    }

    private static void addScaled(float[] sums, float share, float[] out, int to) {
        for (int x = 0; x < sums.length; x++) {
            out[to + x] += sums[x] * share;
        }
    }

    /**
     * Returns every {@code factor}-th pixel of every {@code factor}-th row, from the top left corner: flat areas stay flat and
     * steps sharp.
     *
     * @param plane any size
     * @param factor at least 1
     * @return the smaller plane, the sizes rounded up
     */
    public static Plane decimate(Plane plane, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("factor: expected at least 1, found " + factor);
        }
        if (factor == 1) {
            return plane;
        }
        int width = (plane.width() - 1) / factor + 1;
        int height = (plane.height() - 1) / factor + 1;
        float[] out = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[y * width + x] = plane.at(x * factor, y * factor);
            }
        }
        return Plane.owning(width, height, out);
    }

    /**
     * Returns the mean of the square of {@code 2 radius + 1} pixels around each pixel; beyond the border there is nothing,
     * so that squares there are smaller.
     *
     * @param plane any size
     * @param radius at least 0
     * @return the means, as large as the plane
     */
    public static Plane mean(Plane plane, int radius) {
        if (radius < 0) {
            throw new IllegalArgumentException("radius: expected at least 0, found " + radius);
        }
        int width = plane.width();
        int height = plane.height();
        float[] in = plane.values();
        float[] out = new float[in.length];
        double[] columns = new double[width];
        int bottom = Math.min(radius, height - 1);
        for (int y = 0; y <= bottom; y++) {
            add(in, y * width, columns, 1);
        }
        double[] before = new double[width + 1];
        for (int y = 0; y < height; y++) {
            int rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
            cumulate(columns, before);
            means(before, radius, rows, out, y * width);
            int entering = y + radius + 1;
            int leaving = y - radius;
            if (entering < height && leaving >= 0) {
                exchange(in, entering * width, leaving * width, columns);
            } else if (entering < height) {
                add(in, entering * width, columns, 1);
            } else if (leaving >= 0) {
                add(in, leaving * width, columns, -1);
            }
        }
        return Plane.owning(width, height, out);
    }

    private static void cumulate(double[] values, double[] before) {
        for (int x = 0; x < values.length; x++) {
            before[x + 1] = before[x] + values[x];
        }
    }

    /** The means along a row, from the sums of the columns before each. */
    private static void means(double[] before, int radius, int rows, float[] out, int row) {
        int width = before.length - 1;
        int inside = Math.min(radius, width);
        for (int x = 0; x < inside; x++) {
            out[row + x] = mean(before, Math.min(width, x + radius + 1), 0, rows);
        }
        double share = 1 / ((2.0 * radius + 1) * rows);
        for (int x = inside; x < width - radius; x++) {
            out[row + x] = (float) ((before[x + radius + 1] - before[x - radius]) * share);
        }
        for (int x = Math.max(inside, width - radius); x < width; x++) {
            out[row + x] = mean(before, width, x - radius, rows);
        }
    }

    private static float mean(double[] before, int to, int from, int rows) {
        return (float) ((before[to] - before[from]) / ((double) rows * (to - from)));
    }

    private static void exchange(float[] in, int entering, int leaving, double[] columns) {
        for (int x = 0; x < columns.length; x++) {
            columns[x] += (double) in[entering + x] - in[leaving + x];
        }
    }

    private static void add(float[] in, int from, double[] columns, int sign) {
        for (int x = 0; x < columns.length; x++) {
            columns[x] += sign * in[from + x];
        }
    }
}
