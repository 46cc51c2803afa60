package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Precision;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Whole runs in FP32 at the same seeds. Content changes too, so that only a difference over many pairs says something. */
@Extension
public final class PrecisionRuns extends AlignmentExperiment {

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
        return super.obstacle(subject);
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
    String cause(Case subject) {
        return Causes.QUANTISATION;
    }

    @Override
    String change() {
        return "in FP32";
    }
}
