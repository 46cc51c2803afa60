package dev.darkroom.diagnostics.sweep;

import dev.darkroom.api.sweep.Estimate;

/** The mean of some numbers with Student's 95 % interval. */
final class Estimates {

    // The 0.975 quantiles of Student's distribution for 1 to 30 degrees of freedom (Fisher and Yates, table III).
    private static final double[] QUANTILES = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };
    private static final double NORMAL = 1.95996;

    private int count;
    private double mean;
    private double squares;

    /** Takes a number in (Welford 1962). */
    void add(double value) {
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
    }

    boolean isEmpty() {
        return count == 0;
    }

    Estimate estimate() {
        double half = count < 2 ? 0 : quantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
        return new Estimate(mean, mean - half, mean + half, count);
    }

    private static double quantile(int freedom) {
        return freedom <= QUANTILES.length
                ? QUANTILES[freedom - 1]
                // Cornish and Fisher 1938, first term: within 0.001 beyond 30.
                : NORMAL + (NORMAL * NORMAL * NORMAL + NORMAL) / (4 * freedom);
    }
}
