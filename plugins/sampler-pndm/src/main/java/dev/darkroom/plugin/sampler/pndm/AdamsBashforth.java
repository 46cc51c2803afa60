package dev.darkroom.plugin.sampler.pndm;

/** The Adams-Bashforth coefficients for equal steps (Hairer, Norsett, Wanner, <i>Solving ODEs I</i>, table III.1.1). */
final class AdamsBashforth {

    private static final double[][] WEIGHTS = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0},
    };

    private AdamsBashforth() {}

    /** Returns the coefficients of an order from 1 to 4, newest evaluation first, times a factor. */
    static double[] weights(int order, double factor) {
        double[] weights = WEIGHTS[order - 1].clone();
        for (int k = 0; k < order; k++) {
            weights[k] *= factor;
        }
        return weights;
    }
}
