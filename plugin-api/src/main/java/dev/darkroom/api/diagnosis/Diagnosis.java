package dev.darkroom.api.diagnosis;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.Provenance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a diagnosis found.
 *
 * @param question what was asked
 * @param setup what the request in question runs with
 * @param symptom what is wrong; empty if nothing was found wrong
 * @param sentence the verdict in one sentence
 * @param causes a verdict on every cause that was considered: likely first, then consistent, untested, ruled out
 * @param fix what cures it; empty if nothing is known to
 * @param reproduction how exactly the picture could be made again
 * @param path the experiments in the order they were made or left out
 * @param shots every picture that was made, the one in question first
 * @param environment where the picture in question came from
 * @param ending why it ended
 * @param cost what it cost
 */
public record Diagnosis(
        Question question,
        ModelBench.Setup setup,
        Optional<Symptom> symptom,
        String sentence,
        List<CauseVerdict> causes,
        Optional<Fix> fix,
        Reproduction reproduction,
        List<ExperimentRun> path,
        List<Shot> shots,
        Provenance environment,
        Ending ending,
        Cost cost) {

    /** Why a diagnosis ended. */
    public enum Ending {
        /** The verdict would not change any more. */
        SETTLED,
        /** No experiment was left that could tell more. */
        EXHAUSTED,
        /** No picture was left for the experiments that could have told more. */
        BUDGET,
        /** It was cancelled; this is what was known by then. */
        CANCELLED
    }

    /**
     * What a diagnosis cost.
     *
     * @param pictures pictures made
     * @param evaluations evaluations of the network
     * @param alone evaluations that the experiments would have made, each alone
     * @param seconds wall time
     * @param planning seconds of it spent on choosing experiments and on verdicts
     */
    public record Cost(int pictures, long evaluations, long alone, double seconds, double planning) {}

    /** Copies the lists. */
    public Diagnosis {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(setup, "setup");
        Objects.requireNonNull(symptom, "symptom");
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(fix, "fix");
        Objects.requireNonNull(reproduction, "reproduction");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(cost, "cost");
        causes = List.copyOf(causes);
        path = List.copyOf(path);
        shots = List.copyOf(shots);
    }
}
