package dev.darkroom.api.diagnosis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing an experiment says about one cause.
 *
 * @param cause the cause's id, as in the knowledge base
 * @param bearing how it bears on the cause
 * @param size how much of what is wrong it explains, in [0,1]; ranks causes of equal standing
 * @param statement one line for people, with the numbers
 * @param effect the paired effect behind it, where pairs were compared
 * @param measures further numbers by name; finite
 */
public record Evidence(
        String cause,
        Bearing bearing,
        double size,
        String statement,
        Optional<PairedEffect> effect,
        Map<String, Double> measures) {

    /** Checks the values and copies the map. */
    public Evidence {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(bearing, "bearing");
        Objects.requireNonNull(effect, "effect");
        if (!(size >= 0 && size <= 1)) {
            throw new IllegalArgumentException("size: expected a share in [0,1], found " + size);
        }
        if (statement.isBlank() || statement.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("statement: expected one line, found \"" + statement + "\"");
        }
        measures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("measure " + name + ": expected a finite number, found " + value);
            }
        });
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }

    /** Returns evidence without pairs and further numbers. */
    public static Evidence of(String cause, Bearing bearing, double size, String statement) {
        return new Evidence(cause, bearing, size, statement, Optional.empty(), Map.of());
    }

    /** Returns this evidence with the effect it rests on. */
    public Evidence withEffect(PairedEffect paired) {
        return new Evidence(cause, bearing, size, statement, Optional.of(paired), measures);
    }

    /** Returns this evidence with further numbers. */
    public Evidence withMeasures(Map<String, Double> numbers) {
        return new Evidence(cause, bearing, size, statement, effect, numbers);
    }
}
