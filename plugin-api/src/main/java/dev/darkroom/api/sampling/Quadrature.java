package dev.darkroom.api.sampling;

/**
 * Weights of sums that stand for integrals. Multistep solvers (Adams, DEIS, UniPC, SA-Solver) integrate the polynomial
 * through past evaluations; they differ in what they integrate it against, which its moments tell.
 */
public final class Quadrature {

    private Quadrature() {}

    /**
     * Returns the weights {@code w} with {@code sum_k w[k] nodes[k]^p = moments[p]} for each p: the sum {@code w[k]
     * f(nodes[k])} is the integral of the polynomial through the values of f.
     *
     * @param nodes where f is known, all different
     * @param moments the integrals of 1, x, x^2, ..., as many as nodes
     * @return a weight for each node
     */
    public static double[] weights(double[] nodes, double... moments) {
        int n = nodes.length;
        if (moments.length != n) {
            throw new IllegalArgumentException(
                    "quadrature: expected a moment for each of " + n + " nodes, found " + moments.length);
        }
        double[] weights = new double[n];
        for (int k = 0; k < n; k++) {
            // The k-th Lagrange polynomial, as coefficients of powers.
            double[] basis = new double[n];
            basis[0] = 1;
            int degree = 0;
            for (int j = 0; j < n; j++) {
                if (j != k) {
                    double scale = 1 / (nodes[k] - nodes[j]);
                    degree++;
                    for (int p = degree; p >= 0; p--) {
                        basis[p] = scale * ((p > 0 ? basis[p - 1] : 0) - nodes[j] * basis[p]);
                    }
                }
            }
            for (int p = 0; p < n; p++) {
                weights[k] += basis[p] * moments[p];
            }
        }
        return weights;
    }

    /**
     * Returns the weights for the plain integral from {@code from} to {@code to}: the coefficients of the Adams-Bashforth
     * method with steps of any size.
     *
     * @param nodes where the function is known, all different
     * @param from the lower limit
     * @param to the upper limit
     * @return a weight for each node
     */
    public static double[] overInterval(double[] nodes, double from, double to) {
        double[] shifted = new double[nodes.length];
        double[] moments = new double[nodes.length];
        double power = 1;
        for (int k = 0; k < nodes.length; k++) {
            shifted[k] = nodes[k] - from;
            power *= to - from;
            moments[k] = power / (k + 1);
        }
        return weights(shifted, moments);
    }
}
