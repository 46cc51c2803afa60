package dev.darkroom.diagnostics.verdict;

import dev.darkroom.api.diagnosis.PairedEffect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Differences within pairs of pictures of equal seed and prompt, as they come. Pairs of one prompt are not independent
 * where there are several prompts: each prompt then counts once, with the mean of its differences.
 */
public final class Pairs {

    /**
     * The level at each of four looks (Pocock 1977, Biometrika 64, table 1) that makes 0.05 in all: at 8, 16, 32 and 64 pairs.
     */
    public static final double LEVEL = 0.0182;

    /** How many pairs the first look takes: the fewest whose exact test can be significant at {@link #LEVEL}, and one. */
    public static final int FIRST_LOOK = 8;

    private final String measure;
    private final double margin;
    private final Map<String, List<Double>> byPrompt = new LinkedHashMap<>();
    private int count;

    /**
     * Starts without pairs.
     *
     * @param measure what is measured; higher is worse
     * @param margin the largest effect that does not matter, above 0
     */
    public Pairs(String measure, double margin) {
        this.measure = measure;
        this.margin = margin;
    }

    /** Adds a pair: the measure after the change less that before it. */
    public Pairs add(String prompt, double delta) {
        byPrompt.computeIfAbsent(prompt, unseen -> new ArrayList<>()).add(delta);
        count++;
        return this;
    }

    /** Returns how many pairs there are. */
    public int count() {
        return count;
    }

    /** Returns what the pairs say by now; at least one is needed. */
    public PairedEffect effect() {
        List<Double> deltas = new ArrayList<>();
        byPrompt.values().forEach(deltas::addAll);
        SignedRank test = SignedRank.of(independent());
        double[] interval = test.interval(1 - LEVEL);
        double p = test.pValue();
        boolean enough = independent().length >= FIRST_LOOK;
        return new PairedEffect(
                measure,
                deltas,
                test.estimate(),
                interval[0],
                interval[1],
                1 - LEVEL,
                p,
                looks(count),
                margin,
                enough && interval[0] > -margin && interval[1] < margin);
    }

    /** Returns whether an effect is significant at this look and larger than the margin. */
    public static boolean matters(PairedEffect effect) {
        return effect.pValue() < LEVEL && Math.abs(effect.estimate()) > effect.margin();
    }

    private static int looks(int pairs) {
        // Fewer pairs than planned, for want of budget, are looked at once.
        int looks = pairs < FIRST_LOOK ? 1 : 0;
        for (int at = FIRST_LOOK; at <= pairs && looks < 4; at *= 2) {
            looks++;
        }
        return looks;
    }

    private double[] independent() {
        if (byPrompt.size() == 1) {
            return byPrompt.values().iterator().next().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
        return byPrompt.values().stream()
                .mapToDouble(deltas -> deltas.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
