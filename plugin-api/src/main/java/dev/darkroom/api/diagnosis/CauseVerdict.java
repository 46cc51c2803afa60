package dev.darkroom.api.diagnosis;

import java.util.List;
import java.util.Objects;

/**
 * The verdict on one cause.
 *
 * @param cause the cause's id
 * @param summary what it is, in a few words
 * @param standing how it stands
 * @param score ranks causes of equal standing, in [0,1]
 * @param remedy what to try, an option where there is one
 * @param source the threads and papers the knowledge comes from
 * @param evidence what speaks for and against it, strongest first
 */
public record CauseVerdict(
        String cause,
        String summary,
        Standing standing,
        double score,
        String remedy,
        String source,
        List<Evidence> evidence) {

    /** Copies the evidence. */
    public CauseVerdict {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(standing, "standing");
        evidence = List.copyOf(evidence);
    }
}
