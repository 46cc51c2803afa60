package dev.darkroom.api.generation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened while one picture was made. Always recorded.
 *
 * @param steps the steps in order
 * @param evaluations model evaluations of the whole run
 * @param nonFinite where NaN or infinity first appeared, by component; empty if nowhere
 * @param promptTokens tokens of the prompt before truncation, special tokens included
 * @param maxTokens how many of them the model saw
 * @param failure why sampling ended before its last step, in one line; the picture is then the last finite estimate
 */
public record GenerationTrace(
        List<StepRecord> steps,
        int evaluations,
        List<NonFinite> nonFinite,
        int promptTokens,
        int maxTokens,
        Optional<String> failure) {

    /** Copies the lists. */
    public GenerationTrace {
        steps = List.copyOf(steps);
        nonFinite = List.copyOf(nonFinite);
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * The first appearance of non-finite values in a component.
     *
     * @param component {@code denoiser} or {@code decoder}
     * @param step the step, from 0; -1 for the decoder
     * @param sigma the noise level; 0 for the decoder
     * @param count how many values
     * @param of out of how many
     */
    public record NonFinite(String component, int step, double sigma, int count, int of) {}
}
