package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.finding.Symptom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the knowledge base.
 *
 * @param id the stable name
 * @param symptoms what it may show as
 * @param summary what it is
 * @param tell what would tell it apart from its rivals
 * @param remedies what to try; the first whose facts are known is offered, the last names none
 * @param sources threads and papers
 * @param prior how often it is the cause where nothing speaks for or against it, in (0,1)
 * @param requires what must hold for it to be possible at all; empty if it always is
 * @param refuted what rules it out; empty if nothing does
 * @param clues what in a run speaks for it
 */
record KnownCause(
        String id,
        Set<Symptom> symptoms,
        String summary,
        String tell,
        List<Template> remedies,
        List<String> sources,
        double prior,
        Optional<Condition> requires,
        Optional<Condition> refuted,
        List<Clue> clues) {

    /**
     * Something that speaks for a cause.
     *
     * @param when the condition
     * @param says the sentence that quotes it
     * @param weight how much it adds to the prior
     */
    record Clue(Condition when, Template says, double weight) {}
}
