package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Weights;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Feeds the identical noisy pictures to the averaged and to the raw weights. The average denoises a little better (Song and
 * Ermon 2020, arXiv:2006.09011, section 4.3); where it denoises worse, one of the two files is not what its name says, or is
 * damaged.
 */
@Extension
public final class WeightsLint extends ModelLint {

    private static final double[] SIGMAS = {1, 2, 5};
    private static final double MARGIN = 1.05;

    /** Logarithm of a ratio of errors: two networks that differ less are one, written twice. */
    private static final double SAME = 0.002;

    private static final String ONE_FOR_BOTH = "one was put in place of the other";

    private static final String RATIO = "error ratio";

    /** An average that is this much worse than the raw weights did not just lag behind. */
    private static final double BROKEN = 1.6;

    /** Intact weights are calibrated to a few percent, the average and the raw ones. */
    private static final double CALIBRATED = 1.12;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "weights", "Weights", "Denoises the same known pictures with averaged and with raw weights.");
    }

    @Override
    public String factor() {
        return "weights";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.RAW_WEIGHTS, Causes.EMA_LAG, Causes.DAMAGED_WEIGHTS);
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return subject.setup().model().weights().containsAll(Set.of(Weights.EMA, Weights.RAW))
                ? Optional.empty()
                : Optional.of("the model folder holds only one set of weights");
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Weights used = subject.setup().request().weights();
        Weights other = used == Weights.EMA ? Weights.RAW : Weights.EMA;
        GenerationRequest request = subject.question().request();
        GenerationRequest swapped = request.toBuilder().weights(other).build();
        if (Set.copyOf(laboratory.bench().setup(request).files().values())
                .equals(Set.copyOf(laboratory.bench().setup(swapped).files().values()))) {
            return List.of(Evidence.of(
                    Causes.RAW_WEIGHTS,
                    Bearing.PROVES,
                    0.85,
                    "the files of the averaged and of the raw weights are the same: " + ONE_FOR_BOTH));
        }
        SelfTest test = new SelfTest(KnownPictures.of(subject, laboratory), laboratory, SIGMAS);
        List<SelfTest.Score> ofUsed = test.run(each -> each);
        List<SelfTest.Score> ofOther =
                test.run(each -> each.toBuilder().weights(other).build());
        PairedEffect effect = test.compare(ofOther, ofUsed, MARGIN);
        double ratio = Math.exp(effect.estimate());
        double slope = ofUsed.stream()
                .mapToDouble(SelfTest.Score::slope)
                .sorted()
                .skip(ofUsed.size() / 2)
                .findFirst()
                .orElse(1);
        String seen = "on known pictures the error of the "
                + (used == Weights.EMA ? "averaged" : "raw") + " weights is " + Text.number(ratio)
                + " times that of the "
                + (used == Weights.EMA ? "raw" : "averaged") + " ones, " + Text.p(effect.pValue());
        Map<String, Double> measures = Map.of(RATIO, ratio, "slope", slope);
        boolean worse = Pairs.matters(effect) && ratio > 1;
        List<Evidence> evidence = new ArrayList<>();
        if (Math.max(Math.abs(effect.low()), Math.abs(effect.high())) < SAME) {
            // No test: they agree.
            return List.of(Evidence.of(Causes.RAW_WEIGHTS, Bearing.PROVES, 0.85, seen + ": " + ONE_FOR_BOTH));
        }
        if (!worse) {
            Bearing lag = effect.high() < effect.margin() ? Bearing.EXCLUDES : Bearing.DOUBTS;
            // An average that is not seen to be better may be the raw weights by another name.
            Bearing raw = effect.high() < 0 ? Bearing.EXCLUDES : Bearing.DOUBTS;
            evidence.add(Evidence.of(Causes.RAW_WEIGHTS, raw, 0, seen));
            evidence.add(Evidence.of(Causes.EMA_LAG, lag, 0, seen));
            evidence.add(Evidence.of(Causes.DAMAGED_WEIGHTS, Bearing.DOUBTS, 0, seen));
        } else if (used == Weights.RAW) {
            evidence.add(Evidence.of(Causes.RAW_WEIGHTS, Bearing.PROVES, 0.8, seen));
            evidence.add(Evidence.of(
                    Causes.DAMAGED_WEIGHTS, ratio > 2 * BROKEN ? Bearing.SUGGESTS : Bearing.NEUTRAL, 0.3, seen));
        } else if (ratio > BROKEN || !(slope > 1 / CALIBRATED && slope < CALIBRATED)) {
            evidence.add(Evidence.of(Causes.DAMAGED_WEIGHTS, Bearing.PROVES, 0.95, seen));
            evidence.add(Evidence.of(Causes.RAW_WEIGHTS, Bearing.NEUTRAL, 0, seen));
        } else {
            evidence.add(Evidence.of(Causes.DAMAGED_WEIGHTS, Bearing.SUPPORTS, 0.8, seen));
            evidence.add(Evidence.of(Causes.RAW_WEIGHTS, Bearing.SUPPORTS, 0.75, seen + ": the files may be swapped"));
            evidence.add(Evidence.of(Causes.EMA_LAG, Bearing.SUGGESTS, 0.5, seen));
        }
        return evidence.stream()
                .map(each -> each.withEffect(effect).withMeasures(measures))
                .toList();
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        if (subject.measure(cause, RATIO).isEmpty()) {
            // The files are the same: the others would be no others.
            return Optional.empty();
        }
        Weights other = subject.setup().request().weights() == Weights.EMA ? Weights.RAW : Weights.EMA;
        return Optional.of(
                subject.question().request().toBuilder().weights(other).build());
    }
}
