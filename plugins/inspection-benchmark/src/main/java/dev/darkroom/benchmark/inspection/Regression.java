package dev.darkroom.benchmark.inspection;

import java.util.List;

/** Logistic regression on labels that may be probabilities. */
final class Regression {

    private static final int ITERATIONS = 60;

    /** A picture's features with the probability that it is defective, 0 if it is a good one. */
    record Example(double[] features, double label, double weight) {}

    private Regression() {}

    /**
     * Newton's method on the weighted log-likelihood, with a ridge on the standardised weights.
     *
     * @param examples at least one good and one bad
     * @param goodShare what share of all the good ones count as
     * @param ridge of the penalty on the squares of the standardised weights, halved
     * @return the intercept and the weight of each feature
     */
    static double[] fit(List<Example> examples, double goodShare, double ridge) {
        int n = examples.get(0).features().length;
        double good = examples.stream()
                .filter(e -> e.label() == 0)
                .mapToDouble(Example::weight)
                .sum();
        double bad = examples.stream()
                .filter(e -> e.label() > 0)
                .mapToDouble(Example::weight)
                .sum();
        double[] mean = new double[n];
        double[] deviation = new double[n];
        for (int k = 0; k < n; k++) {
            int feature = k;
            double m = examples.stream()
                    .mapToDouble(e -> e.features()[feature])
                    .average()
                    .orElse(0);
            mean[k] = m;
            deviation[k] = Math.sqrt(examples.stream()
                            .mapToDouble(e -> Math.pow(e.features()[feature] - m, 2))
                            .average()
                            .orElse(1))
                    + 1e-9;
        }
        double[] beta = new double[n + 1];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] gradient = new double[n + 1];
            double[][] hessian = new double[n + 1][n + 1];
            for (int k = 1; k <= n; k++) {
                gradient[k] = ridge * beta[k];
                hessian[k][k] = ridge;
            }
            hessian[0][0] = 1e-9;
            for (Example example : examples) {
                double[] x = new double[n + 1];
                x[0] = 1;
                double z = beta[0];
                for (int k = 1; k <= n; k++) {
                    x[k] = (example.features()[k - 1] - mean[k - 1]) / deviation[k - 1];
                    z += beta[k] * x[k];
                }
                double p = 1 / (1 + Math.exp(-z));
                double weight = example.weight()
                        * examples.size()
                        * (example.label() == 0 ? goodShare / good : (1 - goodShare) / bad);
                for (int i = 0; i <= n; i++) {
                    gradient[i] += weight * (p - example.label()) * x[i];
                    for (int j = 0; j <= n; j++) {
                        hessian[i][j] += weight * p * (1 - p) * x[i] * x[j];
                    }
                }
            }
            double[] step = solve(hessian, gradient);
            for (int i = 0; i <= n; i++) {
                beta[i] -= step[i];
            }
        }
        for (int k = 1; k <= n; k++) {
            beta[k] /= deviation[k - 1];
            beta[0] -= beta[k] * mean[k - 1];
        }
        return beta;
    }

    /** Gaussian elimination with partial pivots. */
    private static double[] solve(double[][] a, double[] b) {
        double[] x = b.clone();
        int n = x.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swap = a[column];
            a[column] = a[pivot];
            a[pivot] = swap;
            double value = x[column];
            x[column] = x[pivot];
            x[pivot] = value;
            for (int row = column + 1; row < n; row++) {
                double factor = a[row][column] / a[column][column];
                for (int k = column; k < n; k++) {
                    a[row][k] -= factor * a[column][k];
                }
                x[row] -= factor * x[column];
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            for (int k = row + 1; k < n; k++) {
                x[row] -= a[row][k] * x[k];
            }
            x[row] /= a[row][row];
        }
        return x;
    }
}
