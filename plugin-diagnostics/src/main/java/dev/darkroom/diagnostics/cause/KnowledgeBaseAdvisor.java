package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.Inspection;
import java.util.List;
import org.pf4j.Extension;

/** Advises from the bundled {@link KnowledgeBase}. */
@Extension
public final class KnowledgeBaseAdvisor implements CauseAdvisor {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
            "knowledge-base", "Knowledge base", "Lists possible causes that users of image generators reported.");

    /** Read at the first finding: a run without findings need not wait for it. */
    private static final class Holder {
        static final KnowledgeBase BASE = KnowledgeBase.bundled();
    }

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public List<PossibleCause> advise(Finding finding, Inspection inspection) {
        return Holder.BASE.advise(finding, inspection);
    }
}
