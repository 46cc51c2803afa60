package dev.darkroom.api.generation;

import java.util.Map;
import java.util.Set;

/**
 * Which inspectors look at a picture, and how they are tuned.
 *
 * @param enabled whether any inspector looks
 * @param only the ids of the inspectors that look; empty for all
 * @param except the ids of the inspectors that do not look
 * @param options option texts by inspector id and option name
 */
public record InspectionSettings(
        boolean enabled, Set<String> only, Set<String> except, Map<String, Map<String, String>> options) {

    /** Every inspector, as it comes. */
    public static final InspectionSettings ALL = new InspectionSettings(true, Set.of(), Set.of(), Map.of());

    /** No inspector. */
    public static final InspectionSettings NONE = new InspectionSettings(false, Set.of(), Set.of(), Map.of());

    /** Copies the collections. */
    public InspectionSettings {
        only = Set.copyOf(only);
        except = Set.copyOf(except);
        options = Map.copyOf(options);
    }

    /** Returns whether an inspector looks. */
    public boolean includes(String inspector) {
        return enabled && (only.isEmpty() || only.contains(inspector)) && !except.contains(inspector);
    }
}
