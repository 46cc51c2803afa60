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
import dev.darkroom.diagnostics.verdict.Choice;
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

    private static final List<PredictionType> OTHERS =
            List.of(PredictionType.EPSILON, PredictionType.V, PredictionType.SAMPLE);

    /** Which of the other prediction types denoises best, as its ordinal. */
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
        List<PredictionType> others =
                OTHERS.stream().filter(type -> type != configured).toList();
        Choice choice = SelfTest.choose(
                base,
                others.stream()
                        .map(type -> test.run(request -> with(request, type)))
                        .toList(),
                1 / CLEAR);
        PredictionType best = others.get(choice.best());
        PairedEffect effect = choice.effect();
        Map<String, Double> measures = Map.of("error", SelfTest.error(base), BEST, (double) best.ordinal());
        if (!choice.isBetter()) {
            // It could have been seen, had each other reading not been seen to be worse.
            boolean seen = choice.isAllWorse();
            return List.of(Evidence.of(
                            Causes.PREDICTION_TYPE,
                            seen ? Bearing.EXCLUDES : Bearing.DOUBTS,
                            0,
                            "read as " + name(configured) + " the network denoises known pictures "
                                    + (seen ? "best" : "no worse than otherwise, nor clearly better") + " (error "
                                    + Text.number(SelfTest.error(base)) + ")")
                    .withMeasures(measures));
        }
        return List.of(Evidence.of(
                        Causes.PREDICTION_TYPE,
                        choice.matters() ? Bearing.PROVES : Bearing.SUGGESTS,
                        choice.matters() ? 1 : 0.3,
                        "read as " + name(best) + " the network denoises known pictures "
                                + Text.number(Math.exp(-effect.estimate())) + " times better than as "
                                + name(configured) + ", " + Text.p(effect.pValue()) + ": try --prediction "
                                + name(best))
                .withEffect(effect)
                .withMeasures(measures));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        GenerationRequest request = subject.question().request();
        return subject.measure(cause, BEST).stream()
                .mapToObj(best -> with(request, PredictionType.values()[(int) best]))
                .findFirst();
    }

    private static GenerationRequest with(GenerationRequest request, PredictionType type) {
        return request.toBuilder()
                .process(new ProcessOverrides(
                        Optional.of(type),
                        request.process().betas(),
                        request.process().zeroSnr()))
                .build();
    }

    private static String name(PredictionType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
