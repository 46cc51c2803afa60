package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;

/** An experiment whose change should make pictures show their prompts better, if its cause is the one. */
abstract class AlignmentExperiment extends PairedExperiment {

    /** The cause that better pictures speak for. */
    abstract String cause(Case subject);

    /** What was changed, as in {@code "in FP32"}. */
    abstract String change();

    @Override
    public Optional<String> obstacle(Case subject) {
        return subject.shot().alignment().isEmpty()
                ? Optional.of("nothing installed measures how well a picture shows its prompt")
                : super.obstacle(subject);
    }

    @Override
    String measure() {
        return "misalignment with the prompt";
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return misalignment(base, changed);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        boolean better = effect.estimate() < -margin();
        boolean likely = better && Pairs.matters(effect);
        return List.of(Evidence.of(
                cause(subject),
                likely
                        ? Bearing.SUPPORTS
                        : better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                likely ? 0.6 : better ? 0.3 : 0,
                change() + " pictures show their prompt " + Text.number(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " better" : " worse") + " (" + pairs(effect) + ")"));
    }
}
