package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * An ancestral or SDE sampler with less of its own noise: eta 1, at which a step adds just what keeps the marginals (Song et al.
 * 2020, arXiv:2010.02502, equation 16), or none where it is 1 already. How unsettled is the estimate when the run ends?
 */
@Extension
public final class NoiseOnTheWay extends PairedExperiment {

    private static final double MARGIN = 0.006;

    /** Fewer evaluations may not remove the noise of eta 1 either. */
    private static final int FEW = 12;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "noise-on-the-way", "Noise on the way", "Compares a sampler that adds noise with one that adds less.");
    }

    @Override
    public String factor() {
        return "eta";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.ANCESTRAL_NOISE);
    }

    @Override
    public double promise(Case subject) {
        return eta(subject) > 1 ? 0.9 : 0.6;
    }

    private static boolean excess(Case subject) {
        return eta(subject) > 1 || Suspects.evaluations(subject) < FEW;
    }

    private static double eta(Case subject) {
        return Suspects.option(subject, "eta", 1);
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (!Suspects.stochastic(subject)) {
            return Optional.of("the sampler adds no noise on the way");
        }
        return excess(subject)
                ? super.obstacle(subject)
                : Optional.of("eta is at most 1, with evaluations enough to remove its noise");
    }

    @Override
    String measure() {
        return "change of the estimate in the last steps";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        if (eta(subject) <= 1) {
            return request.toBuilder().sampler(Choice.of("euler")).build();
        }
        Choice sampler = subject.setup().request().sampler();
        Map<String, String> options = new HashMap<>(sampler.options());
        options.put("eta", "1");
        return request.toBuilder().sampler(new Choice(sampler.name(), options)).build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return unsettled(changed) - unsettled(base);
    }

    /** The mean change over the last third of the steps: one step alone is noisy. */
    private static double unsettled(Shot shot) {
        List<StepRecord> steps = shot.result().trace().steps();
        return steps.subList(steps.size() * 2 / 3, steps.size()).stream()
                .mapToDouble(StepRecord::change)
                .average()
                .orElse(0);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        double eta = eta(subject);
        String seen = (eta > 1 ? "at eta 1 instead of " + Text.number(eta) : "without noise on the way")
                + " the estimate changes " + Text.number(Math.abs(effect.estimate()))
                + (effect.estimate() < 0 ? " less" : " more") + " in the last steps (" + pairs(effect) + ")";
        boolean calmer = effect.estimate() < -MARGIN;
        boolean likely = calmer && Pairs.matters(effect);
        return List.of(Evidence.of(
                Causes.ANCESTRAL_NOISE,
                likely ? Bearing.SUPPORTS : calmer ? Bearing.SUGGESTS : Bearing.DOUBTS,
                likely ? 0.75 : calmer ? 0.4 : 0,
                seen));
    }
}
