package dev.darkroom.api.sweep;

import java.util.List;
import java.util.Objects;

/**
 * An option and the values it takes in a sweep.
 *
 * @param option the option as on the command line, without dashes: {@code cfg-scale}, {@code sampler-option eta}
 * @param values its values as written, in the order they were given; two or more, each once
 */
public record SweepAxis(String option, List<String> values) {

    /** Checks the values and copies them. */
    public SweepAxis {
        Objects.requireNonNull(option, "option");
        values = List.copyOf(values);
        if (values.size() < 2 || values.stream().distinct().count() != values.size()) {
            throw new IllegalArgumentException(
                    "axis " + option + ": expected two values or more, each once, found " + values);
        }
    }

    /** Returns whether every value is a finite number. */
    public boolean isNumeric() {
        return values.stream().allMatch(value -> Double.isFinite(parsed(value)));
    }

    /** Returns a value as a number; NaN if it is none. */
    public double number(int index) {
        return parsed(values.get(index));
    }

    private static double parsed(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
