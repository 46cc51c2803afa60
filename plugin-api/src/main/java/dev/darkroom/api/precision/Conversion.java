package dev.darkroom.api.precision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a converter made.
 *
 * @param written the components whose graph was written to its target
 * @param kept what stays in FP32 and why, by the name of a component or operator
 * @param remarks anything else a user should know, a line each
 */
public record Conversion(List<Component> written, Map<String, String> kept, List<String> remarks) {

    /** Copies the collections, keeping their order. */
    public Conversion {
        written = List.copyOf(written);
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        remarks = List.copyOf(remarks);
    }
}
