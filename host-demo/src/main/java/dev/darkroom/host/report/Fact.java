package dev.darkroom.host.report;

import java.util.Objects;

/**
 * A name and a value.
 *
 * @param name what it is
 * @param value what it is like
 */
public record Fact(String name, String value) {

    /** Checks that nothing is null. */
    public Fact {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
