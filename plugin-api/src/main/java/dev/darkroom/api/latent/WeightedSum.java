package dev.darkroom.api.latent;

import java.util.List;

/**
 * Weighted sums of arrays, in loops that the compiler turns into vector instructions.
 *
 * <p>A weight is applied as the sum of two floats, which carry 48 of its bits; products and sums round to float. Summing in
 * double would round once instead of a few times, but JDK 17 does not vectorise the conversion of float to double, and that
 * makes it eight times slower: more than all the rest of a solver's arithmetic.
 */
final class WeightedSum {

    private WeightedSum() {}

    static float[] of(double a, float[] x) {
        float[] out = new float[x.length];
        one(high(a), low(a), x, out);
        return out;
    }

    static float[] of(double a, float[] x, double b, float[] y) {
        float[] out = new float[x.length];
        two(high(a), low(a), x, high(b), low(b), y, out);
        return out;
    }

    static float[] of(double a, float[] x, double b, float[] y, double c, float[] z) {
        float[] out = new float[x.length];
        three(high(a), low(a), x, high(b), low(b), y, high(c), low(c), z, out);
        return out;
    }

    static float[] of(double a, float[] x, double b, float[] y, double c, float[] z, double d, float[] u) {
        float[] out = new float[x.length];
        four(high(a), low(a), x, high(b), low(b), y, high(c), low(c), z, high(d), low(d), u, out);
        return out;
    }

    /** Sums at least one term, two at a time. */
    static float[] of(double[] weights, List<float[]> terms) {
        int n = weights.length;
        int done = n % 2 == 0 ? 2 : 1;
        float[] out = done == 2 ? of(weights[0], terms.get(0), weights[1], terms.get(1)) : of(weights[0], terms.get(0));
        for (int k = done; k < n; k += 2) {
            double a = weights[k];
            double b = weights[k + 1];
            addTwo(high(a), low(a), terms.get(k), high(b), low(b), terms.get(k + 1), out);
        }
        return out;
    }

    private static float high(double weight) {
        return (float) weight;
    }

    private static float low(double weight) {
        float high = (float) weight;
        return Float.isFinite(high) ? (float) (weight - high) : 0;
    }

    private static void one(float a, float aLow, float[] x, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = a * x[i] + aLow * x[i];
        }
    }

    private static void two(float a, float aLow, float[] x, float b, float bLow, float[] y, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (a * x[i] + b * y[i]) + (aLow * x[i] + bLow * y[i]);
        }
    }

    private static void addTwo(float a, float aLow, float[] x, float b, float bLow, float[] y, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += (a * x[i] + b * y[i]) + (aLow * x[i] + bLow * y[i]);
        }
    }

    private static void three(
            float a,
            float aLow,
            float[] x,
            float b,
            float bLow,
            float[] y,
            float c,
            float cLow,
            float[] z,
            float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (a * x[i] + b * y[i] + c * z[i]) + (aLow * x[i] + bLow * y[i] + cLow * z[i]);
        }
    }

    private static void four(
            float a,
            float aLow,
            float[] x,
            float b,
            float bLow,
            float[] y,
            float c,
            float cLow,
            float[] z,
            float d,
            float dLow,
            float[] u,
            float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (a * x[i] + b * y[i] + c * z[i] + d * u[i])
                    + (aLow * x[i] + bLow * y[i] + cLow * z[i] + dLow * u[i]);
        }
    }
}
