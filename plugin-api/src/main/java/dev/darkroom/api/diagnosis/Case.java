package dev.darkroom.api.diagnosis;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.model.ModelCard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known before an experiment.
 *
 * @param question what was asked
 * @param setup what the request in question runs with
 * @param shot the picture in question, made again
 * @param symptom what is wrong with it: as asked, else its worst finding; empty if nothing was found
 * @param models the installed models, the one in question among them if it is installed
 * @param known all evidence so far, oldest first
 */
public record Case(
        Question question,
        ModelBench.Setup setup,
        Shot shot,
        Optional<Symptom> symptom,
        List<ModelCard> models,
        List<Evidence> known) {

    /** Copies the lists. */
    public Case {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(setup, "setup");
        Objects.requireNonNull(shot, "shot");
        Objects.requireNonNull(symptom, "symptom");
        models = List.copyOf(models);
        known = List.copyOf(known);
    }

    /** Returns this case with other evidence. */
    public Case knowing(List<Evidence> evidence) {
        return new Case(question, setup, shot, symptom, models, evidence);
    }

    /** Returns a number that some evidence about a cause gave, the latest if several did. */
    public OptionalDouble measure(String cause, String name) {
        return known.stream()
                .filter(evidence ->
                        evidence.cause().equals(cause) && evidence.measures().containsKey(name))
                .mapToDouble(evidence -> evidence.measures().get(name))
                .reduce((first, second) -> second);
    }
}
