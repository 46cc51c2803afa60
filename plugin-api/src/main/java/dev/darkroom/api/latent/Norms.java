package dev.darkroom.api.latent;

/** Sums over arrays, in double. */
final class Norms {

    /** How many values are worked on before they are summed: few enough for the nearest cache. */
    private static final int BLOCK = 1024;

    private Norms() {}

    static double dot(float[] x, float[] y) {
        return dot(x, y, x.length);
    }

    static double error(float[] values, float[] a, float[] b, float absolute, float relative) {
        float[] block = new float[Math.min(BLOCK, values.length)];
        double sum = 0;
        for (int from = 0; from < values.length; from += BLOCK) {
            int count = Math.min(BLOCK, values.length - from);
            scale(values, a, b, from, count, absolute, relative, block);
            sum += dot(block, block, count);
        }
        return Math.sqrt(sum / values.length);
    }

    private static void scale(
            float[] values, float[] a, float[] b, int from, int count, float absolute, float relative, float[] block) {
        for (int i = 0; i < count; i++) {
            float size = Math.max(Math.abs(a[from + i]), Math.abs(b[from + i]));
            block[i] = values[from + i] / Math.max(absolute, relative * size);
        }
    }

    /** Four sums at a time: one alone would wait for each addition before the next. */
    private static double dot(float[] x, float[] y, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += (double) x[i] * y[i];
            b += (double) x[i + 1] * y[i + 1];
            c += (double) x[i + 2] * y[i + 2];
            d += (double) x[i + 3] * y[i + 3];
        }
        for (; i < count; i++) {
            a += (double) x[i] * y[i];
        }
        return a + b + c + d;
    }
}
