package dev.darkroom.api.sweep;

/**
 * A mean and its 95 % confidence interval.
 *
 * @param mean the mean
 * @param low lower end; the mean itself where there is one sample
 * @param high upper end
 * @param count how many samples
 */
public record Estimate(double mean, double low, double high, int count) {

    /** Checks the order. */
    public Estimate {
        if (!(low <= mean && mean <= high) || count < 1) {
            throw new IllegalArgumentException(
                    "estimate: expected low <= mean <= high, found " + low + ", " + mean + ", " + high);
        }
    }
}
