package dev.darkroom.api.diagnosis;

import java.util.List;
import java.util.Objects;

/**
 * The effect of one change, from pairs of pictures of equal seed and prompt.
 *
 * @param measure what was measured; higher is worse
 * @param deltas the measure after the change less that before it, one a pair
 * @param estimate the Hodges-Lehmann estimate of the effect
 * @param low lower end of its confidence interval
 * @param high upper end
 * @param confidence the interval's confidence, in (0,1)
 * @param pValue two-sided p of Wilcoxon's signed rank test
 * @param looks how often the pairs were looked at, this time included
 * @param margin the largest effect that does not matter, for the equivalence test
 * @param equivalent whether the interval lies within {@code -margin..margin}
 */
public record PairedEffect(
        String measure,
        List<Double> deltas,
        double estimate,
        double low,
        double high,
        double confidence,
        double pValue,
        int looks,
        double margin,
        boolean equivalent) {

    /** Copies the deltas. */
    public PairedEffect {
        Objects.requireNonNull(measure, "measure");
        deltas = List.copyOf(deltas);
    }
}
