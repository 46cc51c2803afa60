package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.diagnostics.cause.KnowledgeBase;
import java.util.List;
import java.util.function.Supplier;
import org.pf4j.Extension;

/** Diagnoses by controlled experiments. */
@Extension
public final class ExperimentalDiagnostician implements Diagnostician {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
            "experiments", "Experiments", "Finds the cause by changing one factor at a time, and proves the fix.");

    private final Supplier<KnowledgeBase> knowledge;

    /** A diagnostician who knows what ships with this module. */
    public ExperimentalDiagnostician() {
        this(KnowledgeBase::bundled);
    }

    private ExperimentalDiagnostician(Supplier<KnowledgeBase> knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Diagnostician knowing(String file) {
        KnowledgeBase more = knowledge.get().with(file);
        return new ExperimentalDiagnostician(() -> more);
    }

    @Override
    public Diagnosis diagnose(
            Question question,
            GenerationService service,
            List<Experiment> experiments,
            DiagnosisObserver observer,
            Cancellation cancellation) {
        return new DiagnosisRun(question, service, experiments, observer, cancellation, knowledge.get()).run();
    }
}
