package dev.darkroom.api.sampling;

/**
 * The beta distribution, by whose quantiles some schedules place their steps (Lee et al. 2024, <i>Beta Sampling is All You
 * Need</i>, arXiv:2407.12173).
 *
 * @param a the first shape parameter, above 0
 * @param b the second shape parameter, above 0
 */
public record BetaDistribution(double a, double b) {

    private static final double TINY = 1e-300;

    /** Checks the parameters. */
    public BetaDistribution {
        if (!(a > 0 && b > 0)) {
            throw new IllegalArgumentException("beta distribution: expected a and b above 0, found " + a + " and " + b);
        }
    }

    /**
     * Returns the number below which a share {@code p} of the distribution lies.
     *
     * @param p from 0 to 1
     * @return the quantile, to about 14 digits of it or of its distance to 1
     */
    public double quantile(double p) {
        if (p <= 0 || p >= 1) {
            return p <= 0 ? 0 : 1;
        }
        // The smaller half is solved for: near 1 the distance to 1 is what has digits.
        boolean upper = p > cumulative(0.5);
        return upper ? 1 - new BetaDistribution(b, a).lower(1 - p) : lower(p);
    }

    /** Bisects log x, in which quantiles of any size are alike; the answer is at most one half. */
    private double lower(double p) {
        double low = -745;
        double high = Math.log(0.5);
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return Math.exp(middle);
            }
            if (cumulative(Math.exp(middle)) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /**
     * Returns the share of the distribution below {@code x}: the regularised incomplete beta function.
     *
     * @param x from 0 to 1
     * @return from 0 to 1
     */
    public double cumulative(double x) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        return x < (a + 1) / (a + b + 2) ? front(x) * fraction(a, b, x) / a : 1 - front(x) * fraction(b, a, 1 - x) / b;
    }

    private double front(double x) {
        return Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
    }

    /** The continued fraction of DLMF 8.17.22, by Lentz's algorithm. */
    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= 1000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-16) {
                break;
            }
        }
        return value;
    }

    private static double away(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series (DLMF 5.11.1) beyond 15, reached by the recurrence. */
    private static double logGamma(double z) {
        double shift = 0;
        double x = z;
        while (x < 15) {
            shift -= Math.log(x);
            x++;
        }
        double inverse = 1 / (x * x);
        double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680)))) / x;
        return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
