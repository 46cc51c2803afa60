package dev.darkroom.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The checked option values of one extension: what the user gave, the declared defaults for the rest. Immutable. */
public final class Options {

    private final Map<String, Object> values;

    private Options(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks texts against declarations.
     *
     * @param specs the options an extension declares
     * @param given name to text; every name must be declared
     * @return the values
     * @throws InvalidRequestException if a name is not declared or a text is no value of its option
     */
    public static Options of(List<OptionSpec> specs, Map<String, String> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (OptionSpec spec : specs) {
            values.put(spec.name(), spec.parse(given.getOrDefault(spec.name(), spec.defaultValue())));
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new InvalidRequestException("unknown option \"" + name + "\": expected "
                        + (values.isEmpty() ? "none" : "one of " + String.join(", ", values.keySet())));
            }
        }
        return new Options(values);
    }

    /** Returns the declared defaults. */
    public static Options defaults(List<OptionSpec> specs) {
        return of(specs, Map.of());
    }

    /** Returns the value of a {@link OptionSpec.Type#NUMBER} option. */
    public double number(String name) {
        return get(name, Double.class);
    }

    /** Returns the value of an {@link OptionSpec.Type#INTEGER} option. */
    public int integer(String name) {
        return get(name, Integer.class);
    }

    /** Returns the value of a {@link OptionSpec.Type#FLAG} option. */
    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    /** Returns the value of a {@link OptionSpec.Type#CHOICE} or {@link OptionSpec.Type#TEXT} option. */
    public String text(String name) {
        return get(name, String.class);
    }

    /** Returns every option by name, defaults included, in declared order. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("option " + name + ": not declared as "
                    + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + "; declared are " + values.keySet());
        }
        return type.cast(value);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
