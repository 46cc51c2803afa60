package dev.darkroom.benchmark.inspection;

import java.util.Arrays;
import java.util.List;

/** The statistics of the report. */
final class Statistics {

    private Statistics() {}

    /** Returns the area under the ROC curve: the chance that a bad one scores above a good one, ties half. */
    static double auroc(List<Double> good, List<Double> bad) {
        double wins = 0;
        for (double b : bad) {
            for (double g : good) {
                wins += b > g ? 1 : b == g ? 0.5 : 0;
            }
        }
        return wins / ((double) good.size() * bad.size());
    }

    /** Returns the share of bad ones above the level that {@code rate} of the good ones reach or exceed. */
    static double truePositiveRate(List<Double> good, List<Double> bad, double rate) {
        double[] sorted =
                good.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double level = sorted[sorted.length - 1 - (int) Math.floor(rate * sorted.length)];
        return bad.stream().filter(score -> score > level).count() / (double) bad.size();
    }

    /** Returns Spearman's rank correlation, ties at their mean rank. */
    static double rankCorrelation(double[] a, double[] b) {
        double[] ra = ranks(a);
        double[] rb = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (ra[i] - mean) * (rb[i] - mean);
            aa += (ra[i] - mean) * (ra[i] - mean);
            bb += (rb[i] - mean) * (rb[i] - mean);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            long below = Arrays.stream(values).filter(other -> other < value).count();
            long same = Arrays.stream(values).filter(other -> other == value).count();
            ranks[i] = below + (same + 1) / 2.0;
        }
        return ranks;
    }

    /** A share with its 95 % confidence interval. */
    record Share(int hits, int of, double low, double high) {

        double value() {
            return of == 0 ? 0 : (double) hits / of;
        }
    }

    /** Returns a share with Wilson's (1927) score interval. */
    static Share wilson(int hits, int of) {
        if (of == 0) {
            return new Share(0, 0, 0, 1);
        }
        double z = 1.959964;
        double p = (double) hits / of;
        double centre = (p + z * z / (2 * of)) / (1 + z * z / of);
        double half = z / (1 + z * z / of) * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
        return new Share(hits, of, Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
