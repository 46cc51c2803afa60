package dev.darkroom.api.diagnosis;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.picture.Picture;
import java.util.Objects;
import java.util.Optional;

/**
 * What a diagnosis is asked.
 *
 * @param request the generation in question, for one picture
 * @param original the picture as it was found; empty if only its parameters are known
 * @param symptom what is wrong with it; empty for whatever is found
 * @param effort how hard to try
 * @param budget how many pictures may be made, the first included
 */
public record Question(
        GenerationRequest request, Optional<Picture> original, Optional<Symptom> symptom, Effort effort, int budget) {

    /** The most pictures a diagnosis may be allowed. */
    public static final int MAX_BUDGET = 10_000;

    /**
     * Checks the ranges.
     *
     * @throws InvalidRequestException if the request is for several pictures or the budget is out of range
     */
    public Question {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(symptom, "symptom");
        Objects.requireNonNull(effort, "effort");
        if (request.count() != 1) {
            throw new InvalidRequestException("diagnosis: expected one picture, found " + request.count()
                    + ". Name the seed of the one in question and leave --count out");
        }
        if (budget < 1 || budget > MAX_BUDGET) {
            throw new InvalidRequestException("budget: expected 1 to " + MAX_BUDGET + " pictures, found " + budget);
        }
    }

    /** Returns a question about whatever is found, at normal effort. */
    public static Question of(GenerationRequest request) {
        return new Question(request, Optional.empty(), Optional.empty(), Effort.NORMAL, Effort.NORMAL.pictures());
    }
}
