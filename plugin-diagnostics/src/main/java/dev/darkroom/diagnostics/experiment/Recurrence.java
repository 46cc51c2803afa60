package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.List;
import java.util.Optional;

/** Looks for the symptom in other pictures: where all have it, what they do not share with the first is not its cause. */
abstract class Recurrence implements Experiment {

    /** How many other pictures are made. */
    static final int OTHERS = 3;

    private static final double ILL = 0.5;

    /** The cause that pictures without the symptom hint at. */
    abstract String cause();

    /** What the others differ in, as in {@code other seeds}. */
    abstract String others();

    /** The requests of the others. */
    abstract List<GenerationRequest> requests(Case subject, Laboratory laboratory);

    @Override
    public final int pictures(Case subject) {
        return OTHERS;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.symptom().isEmpty() || score(subject.symptom().get(), subject.shot()) < ILL) {
            return Optional.of("no inspector sees a symptom that could be absent from " + others());
        }
        return Optional.empty();
    }

    private static double score(Symptom symptom, Shot shot) {
        return shot.result().inspected().scores().getOrDefault(symptom, 0.0);
    }

    @Override
    public final List<Evidence> run(Case subject, Laboratory laboratory) {
        Symptom symptom = subject.symptom().orElseThrow();
        List<GenerationRequest> requests = requests(subject, laboratory);
        long ill = requests.stream()
                .filter(request -> score(symptom, laboratory.shoot(request)) >= ILL)
                .count();
        return List.of(Evidence.of(
                cause(),
                ill == 0 ? Bearing.SUGGESTS : ill == requests.size() ? Bearing.EXCLUDES : Bearing.NEUTRAL,
                ill == 0 ? 0.3 : 0,
                ill + " of " + requests.size() + " " + others() + " show " + symptom + " too"));
    }
}
