package dev.darkroom.host.plugin;

import dev.darkroom.api.Described;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.KnowledgeSource;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.precision.PrecisionConverter;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sweep.SweepAnalyst;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The contract's extension points and what people call them. */
final class ExtensionPoints {

    private static final Map<Class<? extends Described>, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(Sampler.class, "sampler");
        NAMES.put(NoiseSchedule.class, "schedule");
        NAMES.put(NoiseSource.class, "noise source");
        NAMES.put(Guidance.class, "guidance");
        NAMES.put(ModelLoader.class, "model loader");
        NAMES.put(PostCheck.class, "inspector");
        NAMES.put(StyleClassifier.class, "style classifier");
        NAMES.put(CauseAdvisor.class, "cause advisor");
        NAMES.put(PromptScorer.class, "prompt scorer");
        NAMES.put(SweepAnalyst.class, "sweep analyst");
        NAMES.put(Diagnostician.class, "diagnostician");
        NAMES.put(Experiment.class, "experiment");
        NAMES.put(KnowledgeSource.class, "knowledge source");
        NAMES.put(PrecisionConverter.class, "precision converter");
        NAMES.put(GenerationListener.class, "listener");
    }

    private ExtensionPoints() {}

    static List<Class<? extends Described>> all() {
        return List.copyOf(NAMES.keySet());
    }

    /** What people call a point: {@code inspector}; {@code prompt filter} for one that is not listed, PromptFilter. */
    static String name(Class<? extends Described> point) {
        String known = NAMES.get(point);
        return known != null
                ? known
                : point.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
