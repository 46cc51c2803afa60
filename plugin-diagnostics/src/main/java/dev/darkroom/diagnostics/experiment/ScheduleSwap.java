package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** The noise schedule that the model suggests, at as many steps: does it end nearer to the limit? */
@Extension
public final class ScheduleSwap extends LimitExperiment {

    private static final double MARGIN = 0.1;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("schedule", "Schedule", "Compares with the schedule that the model suggests.");
    }

    @Override
    public String factor() {
        return "schedule";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.SCHEDULE);
    }

    @Override
    public double promise(Case subject) {
        return Suspects.evaluations(subject) < 12 ? 0.3 : 0.12;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().schedule().name().equals(usual(subject))) {
            return Optional.of("the schedule is the one the model suggests");
        }
        return super.obstacle(subject);
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return request.toBuilder().schedule(Choice.of(usual(subject))).build();
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        boolean better = effect.estimate() < -MARGIN;
        boolean likely = better && Pairs.matters(effect);
        return List.of(Evidence.of(
                Causes.SCHEDULE,
                likely
                        ? Bearing.SUPPORTS
                        : better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                likely ? 0.5 : better ? 0.3 : 0,
                "under the schedule " + usual(subject) + " the latent ends "
                        + Text.percent(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " nearer to" : " further from") + " its limit (" + pairs(effect)
                        + ")"));
    }

    private static String usual(Case subject) {
        return subject.setup().model().defaults().getOrDefault("schedule", "karras");
    }
}
