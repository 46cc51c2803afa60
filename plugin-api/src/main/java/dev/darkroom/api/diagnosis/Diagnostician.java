package dev.darkroom.api.diagnosis;

import dev.darkroom.api.Described;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import java.util.List;

/** An extension that finds out, by experiments, why a picture is as it is. */
public interface Diagnostician extends Described {

    /**
     * Diagnoses.
     *
     * @param question what is asked
     * @param service makes the pictures
     * @param experiments the experiments there are, of this plugin and of others
     * @param observer hears how far it is
     * @param cancellation ends it early; what is known by then is returned
     * @return what was found
     * @throws dev.darkroom.api.InvalidRequestException if the request in question is impossible
     * @throws dev.darkroom.api.DarkroomException if the picture in question cannot be made
     * @throws dev.darkroom.api.runtime.CancelledException if it was cancelled before anything was known
     */
    Diagnosis diagnose(
            Question question,
            GenerationService service,
            List<Experiment> experiments,
            DiagnosisObserver observer,
            Cancellation cancellation);

    /**
     * Returns a diagnostician who knows more.
     *
     * @param file what a {@link KnowledgeSource} gave
     * @return the diagnostician; this one where it has no use for it
     * @throws dev.darkroom.api.DarkroomException if the file cannot be understood; its message says where, in one line
     */
    default Diagnostician knowing(String file) {
        return this;
    }
}
