package dev.darkroom.api.model;

import java.util.List;

/**
 * What a graph's operators and weights say of how it will run.
 *
 * @param form what it is, {@code QDQ, U8 activations, S8 weights}
 * @param refusals why it cannot run, a line each, naming the operator and what to do
 * @param warnings what runs badly, likewise
 */
public record GraphCheck(String form, List<String> refusals, List<String> warnings) {

    /** Copies the lists. */
    public GraphCheck {
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }
}
