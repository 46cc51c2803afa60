package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Weights;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Whole runs of the other weights at the same seeds: does the picture show its prompt better? */
@Extension
public final class WeightsRuns extends AlignmentExperiment {

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
        return super.obstacle(subject);
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
    String cause(Case subject) {
        return subject.setup().request().weights() == Weights.RAW ? Causes.RAW_WEIGHTS : Causes.EMA_LAG;
    }

    @Override
    String change() {
        return "with the other weights";
    }
}
