package dev.darkroom.api.finding;

import dev.darkroom.api.picture.HeatMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing an inspector says about a picture.
 *
 * @param inspector the id of the inspector
 * @param symptom what kind of defect
 * @param score probability in [0,1] that a person would call the picture defective in this way
 * @param severity how much it matters
 * @param message one line for people
 * @param measures the raw numbers behind the score by name, in the inspector's order; finite
 * @param heatMap where, if location has a meaning
 * @param causes possible causes, most worth trying first; inspectors leave this empty, advisors fill it
 */
public record Finding(
        String inspector,
        Symptom symptom,
        double score,
        Severity severity,
        String message,
        Map<String, Double> measures,
        Optional<HeatMap> heatMap,
        List<PossibleCause> causes) {

    /** Checks the score and the measures, and copies the collections. */
    public Finding {
        Objects.requireNonNull(inspector, "inspector");
        Objects.requireNonNull(symptom, "symptom");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(heatMap, "heatMap");
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score: expected a probability in [0,1], found " + score);
        }
        if (message.isBlank() || message.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("message: expected one line, found \"" + message + "\"");
        }
        measures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("measure " + name + ": expected a finite number, found " + value);
            }
        });
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        causes = List.copyOf(causes);
    }

    /** Returns a finding without heat map and causes. */
    public static Finding of(
            String inspector,
            Symptom symptom,
            double score,
            Severity severity,
            String message,
            Map<String, Double> measures) {
        return new Finding(inspector, symptom, score, severity, message, measures, Optional.empty(), List.of());
    }

    /** Returns this finding with a heat map. */
    public Finding withHeatMap(HeatMap map) {
        return new Finding(inspector, symptom, score, severity, message, measures, Optional.of(map), causes);
    }

    /** Returns this finding with possible causes. */
    public Finding withCauses(List<PossibleCause> possible) {
        return new Finding(inspector, symptom, score, severity, message, measures, heatMap, possible);
    }
}
