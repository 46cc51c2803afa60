package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Other seeds of the same prompt: does the symptom come back, or was it this seed's bad luck? */
@Extension
public final class OtherSeeds extends Recurrence {

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
        return Set.of(cause());
    }

    @Override
    String cause() {
        return Causes.UNLUCKY_SEED;
    }

    @Override
    String others() {
        return "other seeds";
    }

    @Override
    public double promise(Case subject) {
        return 0.25;
    }

    @Override
    List<GenerationRequest> requests(Case subject, Laboratory laboratory) {
        return IntStream.rangeClosed(1, OTHERS).mapToObj(k -> seed(subject, k)).toList();
    }

    private static GenerationRequest seed(Case subject, int further) {
        GenerationRequest asked = subject.question().request();
        return asked.toBuilder().seed(asked.seed() + further).build();
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.of(seed(subject, 1));
    }
}
