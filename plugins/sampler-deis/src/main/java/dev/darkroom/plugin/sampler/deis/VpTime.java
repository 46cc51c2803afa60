package dev.darkroom.plugin.sampler.deis;

import dev.darkroom.api.sampling.Quadrature;

/**
 * The time of tAB-DEIS: that of the variance-preserving SDE (Karras et al. 2022, table 1) whose sigmas run from 0.002 to 80
 * while t runs from 0.001 to 1.
 */
final class VpTime {

    private static final double EPSILON = 1e-3;
    private static final double LOG_MIN = Math.log1p(0.002 * 0.002);
    private static final double LOG_MAX = Math.log1p(80.0 * 80.0);
    private static final double BETA_D = 2 * (LOG_MIN / EPSILON - LOG_MAX) / (EPSILON - 1);
    private static final double BETA_MIN = LOG_MAX - 0.5 * BETA_D;

    /** How many points the sum that ComfyUI takes for the integral has. */
    private static final int POINTS = 10_000;

    /** Nodes and weights of Gauss-Legendre integration on [-1, 1]: exact to rounding for the smooth integrands here. */
    private static final double[][] GAUSS = gaussLegendre(24);

    private VpTime() {}

    /** Returns the time of a noise level. */
    static double of(double sigma) {
        return (Math.sqrt(BETA_MIN * BETA_MIN + 2 * BETA_D * Math.log1p(sigma * sigma)) - BETA_MIN) / BETA_D;
    }

    /** Returns {@code dsigma/dt} at a noise level. */
    static double slope(double sigma) {
        return (BETA_D * of(sigma) + BETA_MIN) * (1 + sigma * sigma) / (2 * sigma);
    }

    /**
     * Returns the coefficients of a step: integrals of the Lagrange polynomials in time over sigma.
     *
     * <p>ComfyUI sums over 10000 points in time, both ends among them, times a 10000th of the interval. That is the
     * trapezoidal rule times 9999/10000 plus half of the values at the ends, and the trapezoidal rule is the integral to
     * nine digits. The first polynomial is 1 at the start of the step and the others 0.
     *
     * @param sigmas the levels of the evaluations, newest first, the first being where the step begins
     * @param next where it ends, above 0
     * @return a coefficient for each evaluation
     */
    static double[] weights(double[] sigmas, double next) {
        int order = sigmas.length;
        double start = of(sigmas[0]);
        double width = of(next) - start;
        double[] nodes = new double[order];
        for (int k = 0; k < order; k++) {
            nodes[k] = of(sigmas[k]) - start;
        }
        double[] moments = new double[order];
        double from = Math.log(sigmas[0]);
        double half = (Math.log(next) - from) / 2;
        for (int q = 0; q < GAUSS[0].length; q++) {
            // In log sigma, where time is smooth down to the smallest levels.
            double sigma = Math.exp(from + half * (1 + GAUSS[0][q]));
            addPowers(moments, half * GAUSS[1][q] * sigma, of(sigma) - start);
        }
        for (int p = 0; p < order; p++) {
            moments[p] *= (POINTS - 1.0) / POINTS;
        }
        addPowers(moments, width / POINTS / 2 * slope(sigmas[0]), 0);
        addPowers(moments, width / POINTS / 2 * slope(next), width);
        return Quadrature.weights(nodes, moments);
    }

    private static void addPowers(double[] moments, double weight, double t) {
        for (int p = 0; p < moments.length; p++) {
            moments[p] += weight;
            weight *= t;
        }
    }

    /** Newton's method on the Legendre polynomial from Chebyshev's guess (Press et al., Numerical Recipes, section 4.6). */
    private static double[][] gaussLegendre(int n) {
        double[][] rule = new double[2][n];
        for (int i = 0; i < n; i++) {
            double z = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int iteration = 0; iteration < 20; iteration++) {
                double p = 1;
                double before = 0;
                for (int k = 1; k <= n; k++) {
                    double beforeThat = before;
                    before = p;
                    p = ((2 * k - 1) * z * before - (k - 1) * beforeThat) / k;
                }
                slope = n * (z * p - before) / (z * z - 1);
                z -= p / slope;
            }
            rule[0][i] = z;
            rule[1][i] = 2 / ((1 - z * z) * slope * slope);
        }
        return rule;
    }
}
