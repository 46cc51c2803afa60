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
     * Returns a number that orders as a value does, for {@link #medianInPlace}: whole numbers are compared without branches.
     *
     * @param value finite
     */
    static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key ^ (key >> 31 & Integer.MAX_VALUE));
    }

    /**
     * Returns the median of the first {@code count} values, the mean of the middle two for even counts; 0 for none.
     *
     * @param keys of values, reordered by the call
     * @param count how many count
     */
    static double medianInPlace(int[] keys, int count) {
        if (count == 0) {
            return 0;
        }
        int middle = count / 2;
        float upper = value(select(keys, count, middle));
        if (count % 2 == 1) {
            return upper;
        }
        int lower = keys[0];
        for (int i = 1; i < middle; i++) {
            lower = Math.max(lower, keys[i]);
        }
        return 0.5 * ((double) value(lower) + upper);
    }

    /** Hoare's selection; afterwards no key before {@code k} is above {@code keys[k]}. */
    private static int select(int[] keys, int count, int k) {
        int from = 0;
        int to = count;
        while (to - from > 1) {
            int pivot = pivot(keys, from, to);
            int border = partition(keys, from, to, pivot);
            if (k < border) {
                to = border;
            } else if (border > from) {
                from = border;
            } else {
                // The pivot is the least: those equal to it go first.
                from = partition(keys, from, to, pivot + 1L);
                if (k < from) {
                    return keys[k];
                }
            }
        }
        return keys[k];
    }

    /** Lomuto's partition without a branch to mispredict; returns where the keys from the limit up begin. */
    private static int partition(int[] keys, int from, int to, long limit) {
        int border = from;
        for (int i = from; i < to; i++) {
            int key = keys[i];
            keys[i] = keys[border];
            keys[border] = key;
            border += (int) ((key - limit) >>> 63);
        }
        return border;
    }

    /** The median of three keys, or of three such medians (Tukey's ninther) where there are many. */
    private static int pivot(int[] keys, int from, int to) {
        int step = (to - from) / 9;
        return step < 4
                ? median(keys[from], keys[(from + to) >>> 1], keys[to - 1])
                : median(
                        median(keys[from], keys[from + step], keys[from + 2 * step]),
                        median(keys[from + 3 * step], keys[from + 4 * step], keys[from + 5 * step]),
                        median(keys[from + 6 * step], keys[from + 7 * step], keys[from + 8 * step]));
    }

    private static int median(int a, int b, int c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
