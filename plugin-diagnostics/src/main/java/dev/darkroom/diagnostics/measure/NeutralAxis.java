package dev.darkroom.diagnostics.measure;

import java.util.stream.IntStream;

/**
 * Where the greys of a picture seem to lie. Things without colour are common, so that the distribution of a* and b* has a
 * ridge at the neutral axis; a cast moves the ridge and leaves less at 0.
 *
 * @param advantage the natural logarithm of the highest density near the neutral axis over the density on it: 0 if the axis
 *     is the ridge
 * @param a where the density is highest, in units of a*
 * @param b where the density is highest, in units of b*
 */
public record NeutralAxis(double advantage, double a, double b) {

    /** The distribution is counted in bins of one unit, this many each side of 0, and searched so far. */
    private static final int REACH = 60;

    private static final int SEARCHED = 35;
    private static final int SIDE = 2 * REACH + 1;

    private static final double SMOOTHING = 1.5;
    private static final int RADIUS = 6;
    private static final double[] KERNEL = IntStream.rangeClosed(-RADIUS, RADIUS)
            .mapToDouble(k -> Math.exp(-0.5 * k * k / (SMOOTHING * SMOOTHING)))
            .toArray();

    /** Below this share of the pixels in one place a density is chance. */
    private static final double SOFT = 1e-3;

    /** Measures a picture. */
    public static NeutralAxis of(ColorPlanes colors) {
        double[] density = new double[SIDE * SIDE];
        float[] a = colors.a().values();
        float[] b = colors.b().values();
        for (int i = 0; i < a.length; i++) {
            int x = Math.round(a[i]) + REACH;
            int y = Math.round(b[i]) + REACH;
            if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
                density[y * SIDE + x] += 1.0 / a.length;
            }
        }
        density = alongColumns(alongRows(density));
        int best = REACH * SIDE + REACH;
        double origin = density[best];
        for (int y = REACH - SEARCHED; y <= REACH + SEARCHED; y++) {
            for (int x = REACH - SEARCHED; x <= REACH + SEARCHED; x++) {
                best = density[y * SIDE + x] > density[best] ? y * SIDE + x : best;
            }
        }
        double peak = density[best];
        return new NeutralAxis(
                Math.log(Math.max(1, (peak + SOFT) / (origin + SOFT * (1 + peak)))),
                best % SIDE - REACH,
                best / SIDE - REACH);
    }

    /** Smoothed along rows by a Gaussian of peak 1. Most bins are empty. */
    private static double[] alongRows(double[] in) {
        double[] out = new double[in.length];
        for (int at = 0; at < in.length; at++) {
            if (in[at] > 0) {
                int x = at % SIDE;
                for (int k = Math.max(-RADIUS, -x); k <= Math.min(RADIUS, SIDE - 1 - x); k++) {
                    out[at + k] += KERNEL[k + RADIUS] * in[at];
                }
            }
        }
        return out;
    }

    /** Smoothed along columns, a row at a time. */
    private static double[] alongColumns(double[] in) {
        double[] out = new double[in.length];
        for (int y = 0; y < SIDE; y++) {
            for (int k = Math.max(-RADIUS, -y); k <= Math.min(RADIUS, SIDE - 1 - y); k++) {
                addRow(KERNEL[k + RADIUS], in, y * SIDE, out, (y + k) * SIDE);
            }
        }
        return out;
    }

    private static void addRow(double factor, double[] in, int from, double[] out, int to) {
        for (int x = 0; x < SIDE; x++) {
            out[to + x] += factor * in[from + x];
        }
    }
}
