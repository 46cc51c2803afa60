package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** No negative prompt at the same seeds: does the picture show its prompt better? */
@Extension
public final class NegativePromptOff extends PairedExperiment {

    private static final double MARGIN = 0.03;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("negative-prompt", "Negative prompt off", "Compares with no negative prompt.");
    }

    @Override
    public String factor() {
        return "negative prompt";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.NEGATIVE_PROMPT);
    }

    @Override
    public double promise(Case subject) {
        return 0.2;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().negativePrompt().isBlank()) {
            return Optional.of("there is no negative prompt");
        }
        if (subject.shot().alignment().isEmpty()) {
            return Optional.of("nothing installed measures how well a picture shows its prompt");
        }
        return super.obstacle(subject);
    }

    @Override
    String measure() {
        return "misalignment with the prompt";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return request.toBuilder().negativePrompt("").build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return misalignment(base, changed);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        boolean better = effect.estimate() < -MARGIN;
        boolean likely = better && Pairs.matters(effect);
        return List.of(Evidence.of(
                Causes.NEGATIVE_PROMPT,
                likely
                        ? Bearing.SUPPORTS
                        : better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                likely ? 0.6 : better ? 0.3 : 0,
                "without the negative prompt pictures show their prompt " + Text.number(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " better" : " worse") + " (" + pairs(effect) + ")"));
    }
}
