package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Reads the network's answers as epsilon, v and x0: at high noise the wrong reading is off by the noise itself (Salimans and
 * Ho 2022, arXiv:2202.00512, appendix D).
 */
@Extension
public final class PredictionTypeLint extends ModelLint {

    private static final double[] SIGMAS = {2, 5};

    /** The right reading is several times better; an undertrained network never is by accident. */
    private static final double CLEAR = 0.7;

    /** Which prediction type denoises best, as its ordinal. */
    private static final String BEST = "best type";

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "prediction-type",
                "Prediction type",
                "Denoises known pictures, the answers read as epsilon, v and x0 in turn.");
    }

    @Override
    public String factor() {
        return "prediction type";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.PREDICTION_TYPE);
    }

    @Override
    public double promise(Case subject) {
        return 0.95;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return flow(subject);
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        SelfTest test = new SelfTest(KnownPictures.of(subject, laboratory), laboratory, SIGMAS);
        PredictionType configured = subject.setup().process().prediction();
        List<SelfTest.Score> base = test.run(request -> request);
        PredictionType best = configured;
        List<SelfTest.Score> bestScores = base;
        for (PredictionType type : List.of(PredictionType.EPSILON, PredictionType.V, PredictionType.SAMPLE)) {
            if (type != configured) {
                List<SelfTest.Score> scores = test.run(request -> request.toBuilder()
                        .process(new ProcessOverrides(
                                Optional.of(type),
                                request.process().betas(),
                                request.process().zeroSnr()))
                        .build());
                if (SelfTest.error(scores) < SelfTest.error(bestScores)) {
                    best = type;
                    bestScores = scores;
                }
            }
        }
        double found = SelfTest.error(base);
        Map<String, Double> measures =
                Map.of("error", found, "best error", SelfTest.error(bestScores), BEST, (double) best.ordinal());
        if (best == configured) {
            return List.of(Evidence.of(
                            Causes.PREDICTION_TYPE,
                            Bearing.EXCLUDES,
                            0,
                            "read as " + name(configured) + " the network denoises known pictures best (error "
                                    + Text.number(found) + ")")
                    .withMeasures(measures));
        }
        PairedEffect effect = test.compare(base, bestScores, 1 / CLEAR);
        boolean clear = Pairs.matters(effect);
        return List.of(Evidence.of(
                        Causes.PREDICTION_TYPE,
                        clear ? Bearing.PROVES : Bearing.SUGGESTS,
                        clear ? 1 : 0.3,
                        "read as " + name(best) + " the network denoises known pictures "
                                + Text.number(found / SelfTest.error(bestScores)) + " times better than as "
                                + name(configured) + ", " + Text.p(effect.pValue()) + ": try --prediction "
                                + name(best))
                .withEffect(effect)
                .withMeasures(measures));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        GenerationRequest request = subject.question().request();
        return subject.measure(cause, BEST).stream()
                .mapToObj(best -> request.toBuilder()
                        .process(new ProcessOverrides(
                                Optional.of(PredictionType.values()[(int) best]),
                                request.process().betas(),
                                request.process().zeroSnr()))
                        .build())
                .findFirst();
    }

    private static String name(PredictionType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
