package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.Inspection;
import java.util.List;
import java.util.function.Supplier;
import org.pf4j.Extension;

/** Advises from the bundled {@link KnowledgeBase}, and from what other plugins add to it. */
@Extension
public final class KnowledgeBaseAdvisor implements CauseAdvisor {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
            "knowledge-base", "Knowledge base", "Lists possible causes that users of image generators reported.");

    private final Supplier<KnowledgeBase> knowledge;

    /** An advisor who knows what ships with this module. */
    public KnowledgeBaseAdvisor() {
        this(KnowledgeBase::bundled);
    }

    private KnowledgeBaseAdvisor(Supplier<KnowledgeBase> knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public CauseAdvisor knowing(String file) {
        KnowledgeBase more = knowledge.get().with(file);
        return new KnowledgeBaseAdvisor(() -> more);
    }

    @Override
    public List<PossibleCause> advise(Finding finding, Inspection inspection) {
        return knowledge.get().advise(finding, inspection);
    }
}
