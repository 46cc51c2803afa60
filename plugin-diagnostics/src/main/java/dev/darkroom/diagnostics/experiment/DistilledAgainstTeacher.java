package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.model.ModelCard;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A distilled model against the installed model it was distilled from, each as it is meant to be run: few steps without guidance,
 * and many with it. A student that stays behind its teacher lost something in distillation, or was damaged since (Luo et al. 2023,
 * arXiv:2310.04378, section 5.1; Sauer et al. 2023, arXiv:2311.17042, section 4).
 */
@Extension
public final class DistilledAgainstTeacher extends AlignmentExperiment {

    private static final double MARGIN = 0.02;

    /** How models that are not distilled are run, where they suggest nothing. */
    private static final int STEPS = 25;

    private static final String SAMPLER = "dpmpp_2m";
    private static final String SCHEDULE = "karras";

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "teacher",
                "Distilled against teacher",
                "Compares a distilled model with the one it was distilled from.");
    }

    @Override
    public String factor() {
        return "model";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.DISTILLATION);
    }

    @Override
    public double promise(Case subject) {
        return 0.45;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (!subject.setup().model().distilled()) {
            return Optional.of("the model is not distilled");
        }
        return teacher(subject).isEmpty()
                ? Optional.of("no model that it could be distilled from is installed")
                : super.obstacle(subject);
    }

    /** The installed model that this one may have been distilled from. */
    private static Optional<ModelCard> teacher(Case subject) {
        return Suspects.siblings(subject).stream()
                .filter(card -> !card.distilled())
                .findFirst();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        ModelCard teacher = teacher(subject).orElseThrow();
        GenerationRequest asked = subject.question().request();
        Collection<String> own = laboratory.bench().setup(asked).files().values();
        Collection<String> its =
                laboratory.bench().setup(changed(subject, asked)).files().values();
        // A student keeps its teacher's autoencoder, if nothing else; a model that shares no file is a stranger.
        return Collections.disjoint(own, its)
                ? List.of(Evidence.of(
                        Causes.DISTILLATION,
                        Bearing.NEUTRAL,
                        0,
                        teacher.id() + " shares no file with this model: it may not be its teacher"))
                : super.run(subject, laboratory);
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        ModelCard teacher = teacher(subject).orElseThrow();
        return request.toBuilder()
                .model(teacher.id())
                .steps((int) Suspects.suggested(teacher, "steps", STEPS))
                .cfgScale(Suspects.usualGuidance(teacher))
                .sampler(Choice.of(teacher.defaults().getOrDefault("sampler", SAMPLER)))
                .schedule(Choice.of(teacher.defaults().getOrDefault("schedule", SCHEDULE)))
                .build();
    }

    @Override
    String cause(Case subject) {
        return Causes.DISTILLATION;
    }

    @Override
    String change() {
        return "by the model it was distilled from";
    }
}
