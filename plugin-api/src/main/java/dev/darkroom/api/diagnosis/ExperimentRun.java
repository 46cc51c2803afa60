package dev.darkroom.api.diagnosis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A station of the path a diagnosis took.
 *
 * @param experiment the experiment's id
 * @param title what it is called
 * @param factor the factor it changed
 * @param reason why it was chosen, or left out
 * @param declared how many pictures it declared
 * @param pictures how many it made that nobody had made before
 * @param evaluations how many evaluations of the network it made
 * @param alone how many it would have made without the pictures of others
 * @param seconds how long it took
 * @param failure why it was left out or broke off, in one line; empty if it was made
 * @param shots the ids of the pictures it compared
 * @param evidence what it said
 */
public record ExperimentRun(
        String experiment,
        String title,
        String factor,
        String reason,
        int declared,
        int pictures,
        long evaluations,
        long alone,
        double seconds,
        Optional<String> failure,
        List<String> shots,
        List<Evidence> evidence) {

    /** Copies the lists. */
    public ExperimentRun {
        Objects.requireNonNull(experiment, "experiment");
        Objects.requireNonNull(failure, "failure");
        shots = List.copyOf(shots);
        evidence = List.copyOf(evidence);
    }
}
