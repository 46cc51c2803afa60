package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/** Order statistics. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * Returns a quantile with linear interpolation between order statistics (definition 7 of Hyndman and Fan 1996, the
     * default of NumPy).
     *
     * @param values at least one finite number, in any order; not changed
     * @param q from 0 to 1
     * @return the quantile
     */
    public static double of(double[] values, double q) {
        if (values.length == 0 || !(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException(
                    "quantile: expected values and q in [0,1], found " + values.length + " values and q " + q);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = q * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /**
     * Returns the median of the first {@code count} values, the mean of the middle two for even counts; 0 for none.
     *
     * @param values reordered by the call
     * @param count how many count
     */
    static double medianInPlace(float[] values, int count) {
        if (count == 0) {
            return 0;
        }
        int middle = count / 2;
        float upper = select(values, count, middle);
        if (count % 2 == 1) {
            return upper;
        }
        float lower = values[0];
        for (int i = 1; i < middle; i++) {
            lower = Math.max(lower, values[i]);
        }
        return 0.5 * ((double) lower + upper);
    }

    /** Hoare's selection; afterwards no value before {@code k} is above {@code values[k]}. */
    private static float select(float[] values, int count, int k) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            float pivot = values[(from + to) >>> 1];
            int i = from;
            int j = to;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swap = values[i];
                    values[i++] = values[j];
                    values[j--] = swap;
                }
            }
            if (k <= j) {
                to = j;
            } else if (k >= i) {
                from = i;
            } else {
                break;
            }
        }
        return values[k];
    }
}
