package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Precision;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Feeds the identical noisy pictures to the network in the request's precision and in FP32. Whole runs would differ in content
 * and tell nothing of quality; the error of one step does (filipstrand/mflux#484).
 */
@Extension
public final class PrecisionLint extends ModelLint {

    private static final double[] SIGMAS = {0.5, 1, 2};
    private static final double MARGIN = 1.05;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "precision", "Precision", "Denoises the same known pictures in FP32 and in the request's precision.");
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
    public Optional<String> obstacle(Case subject) {
        return subject.setup().model().precisions().contains(Precision.FP32)
                ? Optional.empty()
                : Optional.of("the model folder holds no FP32 files to compare with");
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Precision used = subject.setup().request().precision();
        if (used == Precision.FP32) {
            return List.of(Evidence.of(Causes.QUANTISATION, Bearing.EXCLUDES, 0, "the model runs in FP32"));
        }
        SelfTest test = new SelfTest(KnownPictures.of(subject, laboratory), laboratory, SIGMAS);
        PairedEffect effect = test.compare(
                test.run(
                        request -> request.toBuilder().precision(Precision.FP32).build()),
                test.run(request -> request),
                MARGIN);
        double ratio = Math.exp(effect.estimate());
        boolean worse = Pairs.matters(effect) && ratio > 1;
        return List.of(Evidence.of(
                        Causes.QUANTISATION,
                        worse
                                ? ratio > 1.15 ? Bearing.PROVES : Bearing.SUPPORTS
                                : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                        worse ? Math.min(0.95, 0.5 + (ratio - 1)) : 0,
                        "in " + used.name().toLowerCase(Locale.ROOT) + " the error on known pictures is "
                                + Text.number(ratio) + " times that in fp32, " + Text.p(effect.pValue()))
                .withEffect(effect)
                .withMeasures(Map.of("error ratio", ratio)));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.of(subject.question().request().toBuilder()
                .precision(Precision.FP32)
                .build());
    }
}
