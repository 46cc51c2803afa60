package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.diagnostics.verdict.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Tells the network the timestep of a noise level by several beta schedules: by the one it was trained with it knows how
 * noisy its input is, and denoises best. Neighbours of the configured schedule are among them: only where these were seen to be
 * worse could a mistake as small have been seen, and is the schedule acquitted.
 */
@Extension
public final class BetaScheduleLint extends ModelLint {

    private static final double[] SIGMAS = {1, 2};

    /** An error that is smaller by less does not show in pictures. */
    private static final double MARGIN = 1.04;

    /** Which of the {@link BetaCandidates} denoises best, as its index. */
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
        List<ProcessOverrides> candidates = BetaCandidates.of(subject);
        Choice choice = SelfTest.choose(
                base,
                candidates.stream()
                        .map(each -> test.run(request -> with(request, each)))
                        .toList(),
                MARGIN);
        ProcessOverrides best = candidates.get(choice.best());
        PairedEffect effect = choice.effect();
        Map<String, Double> measures = Map.of("error", SelfTest.error(base), BEST, (double) choice.best());
        if (!choice.isBetter()) {
            boolean seen = choice.isAllWorse()
                    && BetaCandidates.ends(subject.setup().process()).isPresent();
            return List.of(Evidence.of(
                            Causes.BETA_SCHEDULE,
                            seen ? Bearing.EXCLUDES : Bearing.DOUBTS,
                            0,
                            (seen
                                            ? "under the configured betas the network denoises known pictures better than"
                                                    + " under each of "
                                            : "known pictures do not tell the configured betas from the nearest of ")
                                    + candidates.size() + " others (error " + Text.number(SelfTest.error(base)) + ")")
                    .withMeasures(measures));
        }
        return List.of(Evidence.of(
                        Causes.BETA_SCHEDULE,
                        choice.matters() ? Bearing.PROVES : Bearing.SUGGESTS,
                        choice.matters() ? 0.95 : 0.2,
                        "under " + option(best) + " the error of denoising known pictures is "
                                + Text.percent(1 - Math.exp(effect.estimate())) + " smaller, "
                                + Text.p(effect.pValue()) + ": try " + option(best))
                .withEffect(effect)
                .withMeasures(measures));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return subject.measure(cause, BEST).stream()
                .mapToObj(best -> with(
                        subject.question().request(), BetaCandidates.of(subject).get((int) best)))
                .findFirst();
    }

    private static String option(ProcessOverrides process) {
        return process.zeroSnr()
                ? "--zero-snr"
                : "--beta-schedule " + process.betas().orElseThrow();
    }

    private static GenerationRequest with(GenerationRequest request, ProcessOverrides process) {
        return request.toBuilder().process(process).build();
    }
}
