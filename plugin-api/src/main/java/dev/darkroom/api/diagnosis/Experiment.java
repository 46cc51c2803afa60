package dev.darkroom.api.diagnosis;

import dev.darkroom.api.Described;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An extension that tests causes by changing one factor of a generation at fixed seeds. Stateless. One that throws is
 * reported and the diagnosis goes on; pictures beyond the budget are refused whatever it declared.
 */
public interface Experiment extends Described {

    /** Returns the one factor it changes, as in {@code steps}; {@code nothing} if it only looks. */
    String factor();

    /** Returns the ids of the causes it can speak for or against. */
    Set<String> causes();

    /**
     * Returns how many pictures it would make, none of them made before. What it makes beyond that counts against the budget
     * all the same.
     */
    int pictures(Case subject);

    /** Returns why it cannot be made in this case, in one line; empty if it can. */
    Optional<String> obstacle(Case subject);

    /**
     * Makes the experiment.
     *
     * @param subject what is known so far
     * @param laboratory where to make it
     * @return what it says about its causes
     */
    List<Evidence> run(Case subject, Laboratory laboratory);
}
