package dev.darkroom.api.finding;

import java.util.List;
import java.util.Objects;

/**
 * What may have caused a finding. "Possible" is meant: only an experiment makes it likely.
 *
 * @param id the cause's stable name, {@code too-few-steps}
 * @param summary what it is, in a few words
 * @param evidence what in this very run speaks for it; empty if nothing does
 * @param remedy what to try, an option where there is one ({@code --steps 25})
 * @param source the thread or paper the knowledge comes from
 * @param rank 0 is the first to try
 */
public record PossibleCause(String id, String summary, List<String> evidence, String remedy, String source, int rank) {

    /** Copies the evidence. */
    public PossibleCause {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(source, "source");
        evidence = List.copyOf(evidence);
    }
}
