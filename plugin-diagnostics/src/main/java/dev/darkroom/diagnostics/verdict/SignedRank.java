package dev.darkroom.diagnostics.verdict;

import java.util.Arrays;

/**
 * Wilcoxon's signed rank test, exact, with midranks for ties and without zeros (Wilcoxon 1945; Hollander, Wolfe and Chicken
 * 2014, section 3.1), and the Hodges-Lehmann estimate with the interval that belongs to it (ibid. 3.2 and 3.3).
 */
public final class SignedRank {

    private final double[] sorted;

    private SignedRank(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Returns the test of some differences.
     *
     * @param differences at least one, finite
     */
    public static SignedRank of(double... differences) {
        if (differences.length == 0 || !Arrays.stream(differences).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "signed ranks: expected finite differences, found " + Arrays.toString(differences));
        }
        double[] sorted = differences.clone();
        Arrays.sort(sorted);
        return new SignedRank(sorted);
    }

    /** Returns the exact two-sided p of the hypothesis that the differences are symmetric about 0; 1 if all are 0. */
    public double pValue() {
        return Math.min(1, 2 * Math.min(pBelow(), pAbove()));
    }

    /** Returns the exact one-sided p against differences below 0: small where they are; 1 if all are 0. */
    public double pBelow() {
        return new Signs(sorted).pBelow(0);
    }

    /** Returns the exact one-sided p against differences above 0; 1 if all are 0. */
    public double pAbove() {
        return new Signs(sorted).pBelow(-1);
    }

    /** Differences whose signs may be turned. */
    static final class Signs {

        private final double[] differences;
        private final int[] doubledRanks;
        private final double[] cumulative;

        Signs(double... differences) {
            this.differences = differences.clone();
            double[] nonZero =
                    Arrays.stream(differences).filter(value -> value != 0).toArray();
            int[] ranks = doubledMidranks(nonZero);
            doubledRanks = new int[differences.length];
            int at = 0;
            for (int i = 0; i < differences.length; i++) {
                doubledRanks[i] = differences[i] == 0 ? 0 : ranks[at++];
            }
            cumulative = distribution(ranks, ranks.length * (ranks.length + 1));
        }

        /** Returns the one-sided p against differences below 0, those turned first whose bits are set. */
        double pBelow(int turned) {
            int positive = 0;
            for (int i = 0; i < differences.length; i++) {
                boolean above = differences[i] > 0 ^ (turned >> i & 1) == 1;
                positive += above ? doubledRanks[i] : 0;
            }
            return cumulative[positive];
        }
    }

    /** Twice the rank of each magnitude, so that midranks are whole numbers. */
    private static int[] doubledMidranks(double[] values) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : values) {
                int order = Double.compare(Math.abs(other), Math.abs(values[i]));
                below += order < 0 ? 1 : 0;
                equal += order == 0 ? 1 : 0;
            }
            ranks[i] = 2 * below + equal + 1;
        }
        return ranks;
    }

    /** Returns P(W <= w) of the sum of the doubled ranks whose signs are positive, each with probability one half. */
    private static double[] distribution(int[] doubledRanks, int total) {
        double[] probability = new double[total + 1];
        probability[0] = 1;
        for (int rank : doubledRanks) {
            for (int w = total; w >= 0; w--) {
                probability[w] = 0.5 * (probability[w] + (w >= rank ? probability[w - rank] : 0));
            }
        }
        for (int w = 1; w <= total; w++) {
            probability[w] += probability[w - 1];
        }
        return probability;
    }

    /** Returns the Hodges-Lehmann estimate: the median of the means of all pairs, each with itself included. */
    public double estimate() {
        double[] walsh = walshAverages();
        int m = walsh.length;
        return m % 2 == 1 ? walsh[m / 2] : 0.5 * (walsh[m / 2 - 1] + walsh[m / 2]);
    }

    /**
     * Returns the interval of the Hodges-Lehmann estimate.
     *
     * @param confidence in (0,1); the interval has at least it, or spans all averages where the pairs are too few for it
     * @return lower and upper end
     */
    public double[] interval(double confidence) {
        double[] walsh = walshAverages();
        int n = sorted.length;
        int[] doubled = new int[n];
        Arrays.setAll(doubled, i -> 2 * (i + 1));
        double[] cumulative = distribution(doubled, n * (n + 1));
        // Doubled ranks: P(W <= k) is at 2 k.
        int k = 0;
        while (k < walsh.length / 2 && cumulative[2 * k] <= (1 - confidence) / 2) {
            k++;
        }
        int index = Math.max(0, k - 1);
        return new double[] {walsh[index], walsh[walsh.length - 1 - index]};
    }

    private double[] walshAverages() {
        int n = sorted.length;
        double[] averages = new double[n * (n + 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                averages[at++] = 0.5 * (sorted[i] + sorted[j]);
            }
        }
        Arrays.sort(averages);
        return averages;
    }
}
