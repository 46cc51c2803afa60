package dev.darkroom.diagnostics.verdict;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Holm's correction for several tests (Holm 1979, Scandinavian Journal of Statistics 6): the k-th smallest of m p-values is
 * multiplied by m - k + 1, and none may fall below a smaller one's. Whichever hypotheses are true, and however the tests
 * depend on each other, the chance that any of them is rejected at a level is at most that level.
 */
final class Holm {

    private Holm() {}

    /**
     * Returns adjusted p-values.
     *
     * @param p one a test, in [0,1]
     * @return in the same order, at most 1
     */
    static double[] adjusted(double... p) {
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] adjusted = new double[p.length];
        double least = 0;
        for (int k = 0; k < p.length; k++) {
            least = Math.max(least, Math.min(1, (p.length - k) * p[order[k]]));
            adjusted[order[k]] = least;
        }
        return adjusted;
    }
}
