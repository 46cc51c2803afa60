package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Weights;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Whole runs of the other weights at the same seeds: does the picture show its prompt better? */
@Extension
public final class WeightsRuns extends PairedExperiment {

    private static final double MARGIN = 0.02;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "weights-runs", "Weights, whole runs", "Compares whole runs of averaged and raw weights.");
    }

    @Override
    public String factor() {
        return "weights";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.RAW_WEIGHTS, Causes.EMA_LAG);
    }

    @Override
    public double promise(Case subject) {
        return 0.12;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().model().weights().size() < 2) {
            return Optional.of("the model folder holds only one set of weights");
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
        Weights other = request.weights() == Weights.EMA ? Weights.RAW : Weights.EMA;
        return request.toBuilder().weights(other).build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return misalignment(base, changed);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        String cause = subject.setup().request().weights() == Weights.RAW ? Causes.RAW_WEIGHTS : Causes.EMA_LAG;
        boolean better = effect.estimate() < -MARGIN;
        boolean likely = better && Pairs.matters(effect);
        return List.of(Evidence.of(
                cause,
                likely
                        ? Bearing.SUPPORTS
                        : better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                likely ? 0.6 : better ? 0.3 : 0,
                "with the other weights pictures show their prompt " + Text.number(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " better" : " worse") + " (" + pairs(effect) + ")"));
    }
}
