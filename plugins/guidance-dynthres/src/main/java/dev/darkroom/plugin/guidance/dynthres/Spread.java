package dev.darkroom.plugin.guidance.dynthres;

import java.util.Arrays;

/** How far values lie from 0. */
final class Spread {

    private Spread() {}

    /** Returns the standard deviation of a sample, as {@code torch.std}; 0 for a single value. */
    static double std(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / Math.max(1, values.length - 1));
    }

    /** Returns a quantile of the absolute values, between two by linear interpolation, as {@code torch.quantile}. */
    static double quantile(double[] values, double q) {
        double[] sorted = Arrays.stream(values).map(Math::abs).sorted().toArray();
        double at = q * (sorted.length - 1);
        int low = (int) Math.floor(at);
        int high = (int) Math.ceil(at);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
