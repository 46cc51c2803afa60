package dev.darkroom.diagnostics.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The points that no other beats in one coordinate without losing in the other; less is better in both. */
final class ParetoFront {

    private ParetoFront() {}

    /**
     * Returns the indices of the front by rising first coordinate; of equal points the first alone.
     *
     * @param least what is gained in the second coordinate must be more than this to count
     */
    static List<Integer> of(double[] first, double[] second, double least) {
        List<Integer> order = IntStream.range(0, first.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> first[i]).thenComparingDouble(i -> second[i]))
                .toList();
        List<Integer> front = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (int i : order) {
            if (best - second[i] > least) {
                best = second[i];
                front.add(i);
            }
        }
        return front;
    }
}
