package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** The model's native size instead of another: does the picture show its prompt better, and once? */
@Extension
public final class NativeSize extends PairedExperiment {

    private static final double MARGIN = 0.05;
    private static final double NEAR = 1.1;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("native-size", "Native size", "Compares with the size the model was trained at.");
    }

    @Override
    public String factor() {
        return "size";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.TOO_LARGE, Causes.TOO_SMALL);
    }

    private static double ratio(Case subject) {
        ModelCard model = subject.setup().model();
        return Math.sqrt((double) subject.setup().width() * subject.setup().height() / model.width() / model.height());
    }

    @Override
    public double promise(Case subject) {
        double ratio = ratio(subject);
        return ratio > 1.3 || ratio < 0.77 ? 0.9 : 0.3;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        double ratio = ratio(subject);
        return ratio < NEAR && ratio > 1 / NEAR
                ? Optional.of("the size is the model's own, or near it")
                : super.obstacle(subject);
    }

    @Override
    String measure() {
        return "misalignment with the prompt, or duplication where nothing measures that";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        ModelCard model = subject.setup().model();
        return request.toBuilder().size(model.width(), model.height()).build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        if (base.alignment().isPresent() && changed.alignment().isPresent()) {
            return base.alignment().getAsDouble() - changed.alignment().getAsDouble();
        }
        return twice(changed) - twice(base);
    }

    private static double twice(Shot shot) {
        Map<Symptom, Double> scores = shot.result().inspected().scores();
        return Math.max(
                scores.getOrDefault(Symptom.DUPLICATION, 0.0),
                Math.max(scores.getOrDefault(Symptom.TILING, 0.0), scores.getOrDefault(Symptom.STRUCTURE, 0.0)));
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        double ratio = ratio(subject);
        String cause = ratio > 1 ? Causes.TOO_LARGE : Causes.TOO_SMALL;
        String seen = "at the native size, " + Text.number(1 / ratio) + " times this one, pictures are "
                + Text.number(Math.abs(effect.estimate())) + (effect.estimate() < 0 ? " better" : " worse") + " ("
                + pairs(effect) + ")";
        if (effect.equivalent()) {
            return List.of(Evidence.of(cause, Bearing.EXCLUDES, 0, seen));
        }
        boolean likely = Pairs.matters(effect) && effect.estimate() < 0;
        return List.of(Evidence.of(
                cause,
                likely ? Bearing.SUPPORTS : effect.estimate() < -MARGIN ? Bearing.SUGGESTS : Bearing.DOUBTS,
                likely ? Math.min(0.9, 0.7 - effect.estimate()) : effect.estimate() < -MARGIN ? 0.4 : 0,
                seen));
    }
}
