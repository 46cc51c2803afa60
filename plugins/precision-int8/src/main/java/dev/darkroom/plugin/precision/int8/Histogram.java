package dev.darkroom.plugin.precision.int8;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** How often an activation has which value, in equal bins over its whole range. */
final class Histogram {

    static final int BINS = 2048;

    private final Range whole;
    private final long[] counts = new long[BINS];
    private long total;

    Histogram(Range whole) {
        this.whole = whole;
    }

    /** Counts the values of a buffer from its position to its limit. */
    void add(FloatBuffer values) {
        double perBin = BINS / Math.max((double) whole.max() - whole.min(), Float.MIN_NORMAL);
        while (values.hasRemaining()) {
            int bin = (int) ((values.get() - whole.min()) * perBin);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
            total++;
        }
    }

    /**
     * Returns the range that leaves out a share of the values.
     *
     * @param share what is kept, split evenly over both ends, in (0,1)
     */
    Range percentile(double share) {
        double left = (1 - share) / 2 * total;
        int low = 0;
        for (long seen = counts[0]; seen <= left && low < BINS - 1; low++) {
            seen += counts[low + 1];
        }
        int high = BINS - 1;
        for (long seen = counts[BINS - 1]; seen <= left && high > low; high--) {
            seen += counts[high - 1];
        }
        return new Range(Math.max(whole.min(), value(low)), Math.min(whole.max(), value(high + 1)));
    }

    /**
     * Returns the range whose 8-bit distribution loses the least information: the threshold with the smallest
     * Kullback-Leibler divergence (Migacz 2017, "8-bit Inference with TensorRT", GTC). Levels are spread over the values that
     * occur, so that one-sided activations use all of them. The bin of 0 does not count: bytes hold 0 exactly, and after a
     * rectifier half of all values lie there.
     */
    Range entropy() {
        int levels = 256;
        int zero = Math.max(0, Math.min(BINS - 1, (int) (-whole.min() / (whole.max() - whole.min()) * BINS)));
        int reach = Math.max(zero, BINS - 1 - zero);
        long[] body = counts.clone();
        body[zero] = 0;
        double best = Double.POSITIVE_INFINITY;
        int bestReach = reach;
        for (int candidate = reach; candidate > 0; candidate -= Math.max(1, reach / 100)) {
            int from = Math.max(0, zero - candidate);
            int to = Math.min(BINS, zero + candidate + 1);
            // With fewer bins than levels there is nothing left to lose, and nothing to learn.
            if (to - from < levels) {
                break;
            }
            double divergence = divergence(body, from, to, levels);
            if (divergence < best) {
                best = divergence;
                bestReach = candidate;
            }
        }
        return new Range(
                Math.max(whole.min(), value(Math.max(0, zero - bestReach))),
                Math.min(whole.max(), value(Math.min(BINS, zero + bestReach + 1))));
    }

    private static double divergence(long[] counts, int from, int to, int levels) {
        int n = to - from;
        double[] reference = new double[n];
        for (int i = 0; i < BINS; i++) {
            // What lies outside is clipped to the ends.
            reference[Math.max(0, Math.min(n - 1, i - from))] += counts[i];
        }
        double total = Arrays.stream(counts).sum();
        double divergence = 0;
        double clipped = 0;
        for (int i = 0; i < n; i++) {
            clipped += counts[from + i];
        }
        for (int level = 0; level < levels; level++) {
            int first = (int) ((long) n * level / levels);
            int last = Math.max(first + 1, (int) ((long) n * (level + 1) / levels));
            double mass = 0;
            int filled = 0;
            for (int i = first; i < Math.min(last, n); i++) {
                mass += counts[from + i];
                filled += counts[from + i] > 0 ? 1 : 0;
            }
            for (int i = first; i < Math.min(last, n); i++) {
                if (reference[i] > 0) {
                    double p = reference[i] / total;
                    double q = counts[from + i] > 0 ? mass / filled / clipped : 1e-9;
                    divergence += p * Math.log(p / q);
                }
            }
        }
        return divergence;
    }

    private float value(int edge) {
        return whole.min() + (whole.max() - whole.min()) * edge / BINS;
    }
}
