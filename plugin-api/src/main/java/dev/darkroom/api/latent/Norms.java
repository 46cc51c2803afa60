package dev.darkroom.api.latent;

/** Sums of products over arrays. */
final class Norms {

    /** How many squares are summed in float before their sum is added in double. */
    private static final int BLOCK = 256;

    private Norms() {}

    static double error(float[] values, float[] a, float[] b, float absolute, float relative) {
        return Math.sqrt(squares(scaled(values, a, b, absolute, relative)) / values.length);
    }

    /** A loop over whole arrays: at an offset that is no constant JDK 17 would not vectorise it, which costs tenfold. */
    private static float[] scaled(float[] values, float[] a, float[] b, float absolute, float relative) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            float size = Math.max(Math.abs(a[i]), Math.abs(b[i]));
            scaled[i] = values[i] / Math.max(absolute, relative * size);
        }
        return scaled;
    }

    /** Returns the sum of the squares, to the precision of a float. */
    static double squares(float[] x) {
        double sum = 0;
        int from = 0;
        for (; from + BLOCK <= x.length; from += BLOCK) {
            sum += block(x, from);
        }
        for (; from < x.length; from++) {
            sum += (double) x[from] * x[from];
        }
        return sum;
    }

    private static float block(float[] x, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = from; i < from + BLOCK; i += 4) {
            a += x[i] * x[i];
            b += x[i + 1] * x[i + 1];
            c += x[i + 2] * x[i + 2];
            d += x[i + 3] * x[i + 3];
        }
        return (a + b) + (c + d);
    }

    /** Four sums at a time: one alone would wait for each addition before the next. */
    static double dot(float[] x, float[] y) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += (double) x[i] * y[i];
            b += (double) x[i + 1] * y[i + 1];
            c += (double) x[i + 2] * y[i + 2];
            d += (double) x[i + 3] * y[i + 3];
        }
        for (; i < x.length; i++) {
            a += (double) x[i] * y[i];
        }
        return a + b + c + d;
    }
}
