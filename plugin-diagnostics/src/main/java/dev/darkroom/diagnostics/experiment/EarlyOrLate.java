package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.latent.Latent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Resumes the run in the middle with the usual guidance: is the trouble of the early steps, which set the composition, or of the
 * late ones, which draw detail?
 */
@Extension
public final class EarlyOrLate implements Experiment {

    private static final double HALF = 0.5;

    /** Fewer burnt values than this are no trouble that could be early or late. */
    private static final double VISIBLE = 0.01;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "early-or-late", "Early or late", "Resumes the run in the middle with the usual guidance.");
    }

    @Override
    public String factor() {
        return "guidance of the second half";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.GUIDANCE_STRONG);
    }

    @Override
    public int pictures(Case subject) {
        return 1;
    }

    @Override
    public double promise(Case subject) {
        return 0.1;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().cfgScale() <= Suspects.usualGuidance(subject)) {
            return Optional.of("the guidance scale is not above the usual");
        }
        return subject.setup().sigmas().steps() < 4
                ? Optional.of("the run has no middle: "
                        + Plural.of(subject.setup().sigmas().steps(), "step"))
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        List<Latent> states = laboratory.states(asked);
        int middle = Math.min(states.size(), subject.setup().sigmas().steps()) / 2;
        if (middle < 1) {
            return List.of();
        }
        GenerationRequest usual =
                asked.toBuilder().cfgScale(Suspects.usualGuidance(subject)).build();
        Shot rest = laboratory.resume(usual, middle, states.get(middle - 1));
        double before = Pixels.clipped(subject.shot().result().picture());
        double after = Pixels.clipped(rest.result().picture());
        return List.of(Evidence.of(
                        Causes.GUIDANCE_STRONG,
                        Bearing.NEUTRAL,
                        0,
                        "with the usual guidance from step " + (middle + 1) + " on, " + Text.percent(after)
                                + " of the values are burnt instead of " + Text.percent(before)
                                + (before < VISIBLE
                                        ? ""
                                        : after < HALF * before ? ": they burn late" : ": they burn early"))
                .withMeasures(Map.of("clipped before", before, "clipped after", after)));
    }
}
