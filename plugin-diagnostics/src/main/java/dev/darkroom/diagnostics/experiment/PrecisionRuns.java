package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Precision;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Whole runs in FP32 at the same seeds. Content changes too, so that only a difference over many pairs says something. */
@Extension
public final class PrecisionRuns extends PairedExperiment {

    private static final double MARGIN = 0.02;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("precision-runs", "Precision, whole runs", "Compares whole runs in FP32.");
    }

    @Override
    public String factor() {
        return "precision";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.QUANTISATION);
    }

    @Override
    public double promise(Case subject) {
        return 0.12;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().precision() == Precision.FP32
                || !subject.setup().model().precisions().contains(Precision.FP32)) {
            return Optional.of("there is no more exact precision to compare with");
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
        return request.toBuilder().precision(Precision.FP32).build();
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
                Causes.QUANTISATION,
                likely
                        ? Bearing.SUPPORTS
                        : better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                likely ? 0.6 : better ? 0.3 : 0,
                "in FP32 pictures show their prompt " + Text.number(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " better" : " worse") + " (" + pairs(effect) + ")"));
    }
}
