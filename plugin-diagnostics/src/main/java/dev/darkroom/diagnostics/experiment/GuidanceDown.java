package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The guidance scale that the model suggests, or the usual one, instead of a stronger one. What guidance burns leaves the range
 * of colours and blows up the latent beyond the unit deviation of its data (Sadat et al. 2024, arXiv:2410.02416, section 4).
 */
@Extension
public final class GuidanceDown extends PairedExperiment {

    private static final double MARGIN = 0.12;

    /** Over the usual scale; up to here guidance is a matter of taste. */
    private static final double STRONG = 1.6;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("guidance-down", "Less guidance", "Compares with the usual guidance scale.");
    }

    @Override
    public String factor() {
        return "guidance scale";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.GUIDANCE_STRONG, Causes.DISTILLED_GUIDED);
    }

    @Override
    public double promise(Case subject) {
        double ratio = ratio(subject);
        return ratio > 2 ? 0.95 : ratio > STRONG ? 0.75 : 0.15;
    }

    private static double ratio(Case subject) {
        return subject.setup().request().cfgScale() / Suspects.usualGuidance(subject);
    }

    @Override
    boolean couldBeLikely(Case subject) {
        return ratio(subject) > STRONG;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        double usual = Suspects.usualGuidance(subject);
        if (subject.setup().request().cfgScale() <= usual) {
            return Optional.of("the guidance scale is not above the usual " + Text.number(usual));
        }
        return super.obstacle(subject);
    }

    @Override
    String measure() {
        return "share of burnt values and excess of the latent's deviation";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return request.toBuilder().cfgScale(Suspects.usualGuidance(subject)).build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return burn(changed) - burn(base);
    }

    private static double burn(Shot shot) {
        return Pixels.clipped(shot.result().picture())
                + Math.max(0, shot.result().latent().std() - 1);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        String cause = subject.setup().model().distilled() ? Causes.DISTILLED_GUIDED : Causes.GUIDANCE_STRONG;
        double usual = Suspects.usualGuidance(subject);
        String seen = "at guidance " + Text.number(usual) + " instead of "
                + Text.number(subject.setup().request().cfgScale()) + " colours and latent burn "
                + Text.number(Math.abs(effect.estimate())) + (effect.estimate() < 0 ? " less" : " more") + " ("
                + pairs(effect) + ")";
        if (effect.equivalent()) {
            return List.of(Evidence.of(cause, Bearing.EXCLUDES, 0, seen));
        }
        if (effect.estimate() > -MARGIN) {
            return List.of(Evidence.of(cause, Bearing.DOUBTS, 0, seen));
        }
        boolean likely = Pairs.matters(effect) && couldBeLikely(subject);
        return List.of(Evidence.of(
                cause,
                likely ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                likely ? Math.min(0.9, 0.6 - effect.estimate() / 2) : 0.4,
                seen));
    }
}
