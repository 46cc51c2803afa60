package dev.darkroom.api.latent;

import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of arrays, in loops that the compiler turns into vector instructions.
 *
 * <p>A weight is applied as the sum of two floats, which carry 48 of its bits; products and sums round to float. Summing in
 * double would round once instead of a few times, but JDK 17 does not vectorise the conversion of float to double, and that
 * makes it several times slower: more than all the rest of a solver's arithmetic. Nor does it vectorise a loop that applies
 * both floats of a weight at once, so the second ones are added in a loop of their own.
 */
final class WeightedSum {

    /** The most terms that one loop adds. */
    private static final int MOST = 4;

    private WeightedSum() {}

    static float[] of(double a, float[] x) {
        return of(new double[] {a}, List.of(x));
    }

    static float[] of(double a, float[] x, double b, float[] y) {
        return of(new double[] {a, b}, List.of(x, y));
    }

    static float[] of(double a, float[] x, double b, float[] y, double c, float[] z) {
        return of(new double[] {a, b, c}, List.of(x, y, z));
    }

    static float[] of(double a, float[] x, double b, float[] y, double c, float[] z, double d, float[] u) {
        return of(new double[] {a, b, c, d}, List.of(x, y, z, u));
    }

    /**
     * Returns {@code weights[0] terms[0] + weights[1] terms[1] + ...}.
     *
     * @param weights at least one
     * @param terms an array for each weight, all of one length
     * @return the sum
     */
    static float[] of(double[] weights, List<float[]> terms) {
        float[] high = new float[weights.length];
        float[] low = new float[weights.length];
        for (int k = 0; k < weights.length; k++) {
            high[k] = (float) weights[k];
            low[k] = Float.isFinite(high[k]) ? (float) (weights[k] - high[k]) : 0;
        }
        float[] out = new float[terms.get(0).length];
        for (int from = 0; from < weights.length; from += MOST) {
            int to = Math.min(from + MOST, weights.length);
            add(Arrays.copyOfRange(high, from, to), terms.subList(from, to), out);
        }
        for (int from = 0; from < weights.length; from += MOST) {
            int to = Math.min(from + MOST, weights.length);
            float[] rest = Arrays.copyOfRange(low, from, to);
            // Weights that are floats, 1 above all, leave nothing to add.
            if (!Arrays.equals(rest, new float[rest.length])) {
                add(rest, terms.subList(from, to), out);
            }
        }
        return out;
    }

    private static void add(float[] weights, List<float[]> terms, float[] out) {
        switch (weights.length) {
            case 1 -> one(weights[0], terms.get(0), out);
            case 2 -> two(weights[0], terms.get(0), weights[1], terms.get(1), out);
            case 3 -> three(weights[0], terms.get(0), weights[1], terms.get(1), weights[2], terms.get(2), out);
            default ->
                four(
                        weights[0],
                        terms.get(0),
                        weights[1],
                        terms.get(1),
                        weights[2],
                        terms.get(2),
                        weights[3],
                        terms.get(3),
                        out);
        }
    }

    private static void one(float a, float[] x, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += a * x[i];
        }
    }

    private static void two(float a, float[] x, float b, float[] y, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += a * x[i] + b * y[i];
        }
    }

    private static void three(float a, float[] x, float b, float[] y, float c, float[] z, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += a * x[i] + b * y[i] + c * z[i];
        }
    }

    private static void four(
            float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] u, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += a * x[i] + b * y[i] + c * z[i] + d * u[i];
        }
    }
}
