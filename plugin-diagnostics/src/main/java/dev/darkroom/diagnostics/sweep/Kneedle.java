package dev.darkroom.diagnostics.sweep;

import java.util.OptionalInt;

/**
 * Finds the knee of a falling curve: the point farthest below the line from its first to its last point, both axes scaled to
 * [0,1] (Satopaa, Albrecht, Irwin and Raghavan 2011, "Finding a 'Kneedle' in a Haystack", for a convex decreasing curve).
 */
final class Kneedle {

    /** A knee less marked than this is none. */
    private static final double SENSITIVITY = 0.1;

    private Kneedle() {}

    /**
     * Returns the index of the knee.
     *
     * @param x rising
     * @param y the curve
     * @param least how far the curve must fall for its shape to mean anything
     * @return the index; empty if the curve does not fall so far or has no marked knee
     */
    static OptionalInt of(double[] x, double[] y, double least) {
        int last = x.length - 1;
        if (last < 2 || !(y[0] - y[last] >= least)) {
            return OptionalInt.empty();
        }
        int knee = -1;
        double farthest = SENSITIVITY;
        for (int i = 1; i < last; i++) {
            double along = (x[i] - x[0]) / (x[last] - x[0]);
            double fallen = (y[0] - y[i]) / (y[0] - y[last]);
            if (fallen - along > farthest) {
                farthest = fallen - along;
                knee = i;
            }
        }
        return knee < 0 ? OptionalInt.empty() : OptionalInt.of(knee);
    }
}
