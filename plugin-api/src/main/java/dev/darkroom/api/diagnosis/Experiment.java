package dev.darkroom.api.diagnosis;

import dev.darkroom.api.Described;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An extension that tests causes by changing one factor of a generation at fixed seeds. Stateless. One that throws, returns
 * null or is silent for a minute between two calls of its laboratory is reported and the diagnosis goes on; pictures beyond
 * those it declared, and beyond the budget, are refused.
 */
public interface Experiment extends Described {

    /** The promise above which an experiment is made whatever it costs. */
    double SUSPECT = 0.5;

    /** Returns the one factor it changes, as in {@code steps}; {@code nothing} if it only looks. */
    String factor();

    /** Returns the ids of the causes it can speak for or against. */
    Set<String> causes();

    /**
     * Returns how many pictures it is expected to make, were none of them made before. It is what the experiment is chosen by.
     */
    int pictures(Case subject);

    /**
     * Returns how many pictures it makes at most, where what it sees first decides whether it goes on. The laboratory refuses
     * further ones.
     */
    default int mostPictures(Case subject) {
        return pictures(subject);
    }

    /**
     * Returns how promising it is in this case, from 0 to 1: what in the request, the trace and the evidence so far makes its
     * causes suspect. Above {@link #SUSPECT} it is made even where it costs many pictures.
     */
    default double promise(Case subject) {
        return 0.1;
    }

    /** Returns why it cannot be made in this case, in one line; empty if it can. */
    Optional<String> obstacle(Case subject);

    /**
     * Returns what would cure a cause that this experiment spoke for.
     *
     * @param subject what is known by now, the evidence of this experiment included
     * @param cause one of its causes
     * @return the request in question with what cures it; empty if no option can
     */
    default Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.empty();
    }

    /**
     * Makes the experiment.
     *
     * @param subject what is known so far
     * @param laboratory where to make it
     * @return what it says about its causes
     */
    List<Evidence> run(Case subject, Laboratory laboratory);
}
