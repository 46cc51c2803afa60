package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
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
import java.util.Set;
import org.pf4j.Extension;

/** Other seeds of the same prompt: does the symptom come back, or was it this seed's bad luck? */
@Extension
public final class OtherSeeds implements Experiment {

    private static final int SEEDS = 3;
    private static final double ILL = 0.5;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("other-seeds", "Other seeds", "Looks for the symptom in pictures of other seeds.");
    }

    @Override
    public String factor() {
        return "seed";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.UNLUCKY_SEED);
    }

    @Override
    public int pictures(Case subject) {
        return SEEDS;
    }

    @Override
    public double promise(Case subject) {
        return 0.25;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.symptom().isEmpty() || score(subject.symptom().get(), subject.shot()) < ILL) {
            return Optional.of("no inspector sees a symptom that could be absent at another seed");
        }
        return Optional.empty();
    }

    private static double score(Symptom symptom, Shot shot) {
        return shot.result().inspected().scores().getOrDefault(symptom, 0.0);
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Symptom symptom = subject.symptom().orElseThrow();
        GenerationRequest asked = subject.question().request();
        int ill = 0;
        for (int k = 1; k <= SEEDS; k++) {
            Shot shot =
                    laboratory.shoot(asked.toBuilder().seed(asked.seed() + k).build());
            ill += score(symptom, shot) >= ILL ? 1 : 0;
        }
        return List.of(Evidence.of(
                Causes.UNLUCKY_SEED,
                ill == 0 ? Bearing.SUGGESTS : ill == SEEDS ? Bearing.EXCLUDES : Bearing.NEUTRAL,
                ill == 0 ? 0.3 : 0,
                ill + " of " + SEEDS + " other seeds show " + symptom + " too"));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        GenerationRequest asked = subject.question().request();
        return Optional.of(asked.toBuilder().seed(asked.seed() + 1).build());
    }
}
