package dev.darkroom.api.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One picture of a sweep in numbers.
 *
 * @param cell the index of its value on each axis
 * @param measures what was measured, by name: the score of each symptom by the symptom's id, and the constants below; finite
 */
public record SweepSample(List<Integer> cell, Map<String, Double> measures) {

    /** The highest score of any symptom, in [0,1]. */
    public static final String ARTIFACTS = "artifacts";

    /** How well it shows its prompt, a cosine in [-1,1]. */
    public static final String ALIGNMENT = "alignment";

    /** Wall time of its sampling steps in seconds. */
    public static final String SECONDS = "seconds";

    /** Evaluations of the network. */
    public static final String EVALUATIONS = "evaluations";

    /** Checks the measures and copies the collections. */
    public SweepSample {
        cell = List.copyOf(cell);
        measures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("measure " + name + ": expected a finite number, found " + value);
            }
        });
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }
}
