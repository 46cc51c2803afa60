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

/** The guidance scale that the model suggests instead of a weaker one: guidance buys outlines and contrast. */
@Extension
public final class GuidanceUp extends PairedExperiment {

    private static final double MARGIN = 0.04;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("guidance-up", "More guidance", "Compares with the usual guidance scale.");
    }

    @Override
    public String factor() {
        return "guidance scale";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.GUIDANCE_WEAK);
    }

    @Override
    public double promise(Case subject) {
        double scale = subject.setup().request().cfgScale();
        return scale <= 1 ? 0.9 : scale < Suspects.usualGuidance(subject) / 2 ? 0.4 : 0.1;
    }

    @Override
    boolean couldBeLikely(Case subject) {
        return subject.setup().request().cfgScale() <= 1;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        double usual = Suspects.usualGuidance(subject);
        if (subject.setup().request().cfgScale() >= usual) {
            return Optional.of("the guidance scale is not below the usual " + Text.number(usual));
        }
        return super.obstacle(subject);
    }

    @Override
    String measure() {
        return "log of the lack of outlines";
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
        return Math.log(sharpness(base) / sharpness(changed));
    }

    private static double sharpness(Shot shot) {
        return Math.max(1e-3, Pixels.sharpness(shot.result().picture()));
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        double scale = subject.setup().request().cfgScale();
        String seen = "at guidance " + Text.number(Suspects.usualGuidance(subject)) + " instead of "
                + Text.number(scale)
                + " outlines are " + Text.percent(Math.exp(-effect.estimate()) - 1) + " stronger (" + pairs(effect)
                + ")";
        if (effect.equivalent()) {
            return List.of(Evidence.of(Causes.GUIDANCE_WEAK, Bearing.EXCLUDES, 0, seen));
        }
        if (effect.estimate() > -MARGIN) {
            return List.of(Evidence.of(Causes.GUIDANCE_WEAK, Bearing.DOUBTS, 0, seen));
        }
        boolean off = couldBeLikely(subject);
        boolean likely = Pairs.matters(effect) && off;
        return List.of(Evidence.of(
                Causes.GUIDANCE_WEAK,
                likely ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                likely ? 0.7 : 0.3,
                off ? "guidance is off; " + seen : seen));
    }
}
