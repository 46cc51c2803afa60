package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.ProcessOverrides.Betas;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Tells the network the timestep of a noise level by several beta schedules: by the one it was trained with it knows how
 * noisy its input is, and denoises best.
 */
@Extension
public final class BetaScheduleLint extends ModelLint {

    private static final double[] SIGMAS = {1, 2};

    /** Schedules closer than this are as good as each other. */
    private static final double MARGIN = 1.04;

    /** What models are trained with: Stable Diffusion's, DDPM's, Improved DDPM's, and Stable Diffusion's ends made linear. */
    private static final List<Betas> CANDIDATES = List.of(
            Betas.of(BetaSchedule.SCALED_LINEAR),
            Betas.of(BetaSchedule.LINEAR),
            Betas.of(BetaSchedule.SQUAREDCOS_CAP_V2),
            new Betas(BetaSchedule.LINEAR, 0.00085, 0.012));

    /** Which candidate denoises best, as its index. */
    private static final String BEST = "best betas";

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "beta-schedule", "Beta schedule", "Denoises known pictures under several beta schedules.");
    }

    @Override
    public String factor() {
        return "beta schedule";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.BETA_SCHEDULE);
    }

    @Override
    public double promise(Case subject) {
        return 0.7;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return Suspects.modelIsWrong(subject) ? Optional.of("the model is misread in another way") : flow(subject);
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        SelfTest test = new SelfTest(KnownPictures.of(subject, laboratory), laboratory, SIGMAS);
        List<SelfTest.Score> base = test.run(request -> request);
        Betas best = null;
        List<SelfTest.Score> bestScores = base;
        List<Betas> tried = new ArrayList<>();
        for (Betas betas : CANDIDATES) {
            if (same(subject, betas, laboratory)) {
                continue;
            }
            tried.add(betas);
            List<SelfTest.Score> scores = test.run(request -> with(request, betas));
            if (SelfTest.error(scores) < SelfTest.error(bestScores)) {
                best = betas;
                bestScores = scores;
            }
        }
        double found = SelfTest.error(base);
        Map<String, Double> measures = Map.of("error", found, "best error", SelfTest.error(bestScores));
        PairedEffect effect = test.compare(base, bestScores, MARGIN);
        if (best == null || effect.equivalent()) {
            return List.of(Evidence.of(
                            Causes.BETA_SCHEDULE,
                            Bearing.EXCLUDES,
                            0,
                            "under the configured betas the network denoises known pictures as well as or better than"
                                    + " under " + tried.size() + " others (error " + Text.number(found) + ")")
                    .withMeasures(measures));
        }
        if (!Pairs.matters(effect)) {
            boolean better = effect.estimate() < -effect.margin();
            return List.of(Evidence.of(
                            Causes.BETA_SCHEDULE,
                            better ? Bearing.SUGGESTS : Bearing.DOUBTS,
                            better ? 0.3 : 0,
                            "under " + best + " the network may denoise known pictures better, "
                                    + Text.p(effect.pValue()))
                    .withEffect(effect)
                    .withMeasures(measures));
        }
        return List.of(Evidence.of(
                        Causes.BETA_SCHEDULE,
                        Bearing.PROVES,
                        0.95,
                        "under " + best + " the error of denoising known pictures is "
                                + Text.percent(1 - Math.exp(effect.estimate())) + " smaller, "
                                + Text.p(effect.pValue()) + ": try --beta-schedule " + best)
                .withEffect(effect)
                .withMeasures(Map.of("error", found, "best error", SelfTest.error(bestScores), BEST, (double)
                        CANDIDATES.indexOf(best))));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return subject.measure(cause, BEST).stream()
                .mapToObj(best -> with(subject.question().request(), CANDIDATES.get((int) best)))
                .findFirst();
    }

    private static boolean same(Case subject, Betas betas, Laboratory laboratory) {
        double[] configured = subject.setup().process().alphasCumprod();
        double[] candidate = laboratory
                .bench()
                .setup(with(subject.question().request(), betas))
                .process()
                .alphasCumprod();
        return configured.length == candidate.length && Arrays.mismatch(round(configured), round(candidate)) < 0;
    }

    private static float[] round(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) (Math.rint(values[i] * 1e6) / 1e6);
        }
        return rounded;
    }

    private static GenerationRequest with(GenerationRequest request, Betas betas) {
        return request.toBuilder()
                .process(new ProcessOverrides(
                        request.process().prediction(),
                        Optional.of(betas),
                        request.process().zeroSnr()))
                .build();
    }
}
