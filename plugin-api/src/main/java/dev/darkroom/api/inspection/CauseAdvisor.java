package dev.darkroom.api.inspection;

import dev.darkroom.api.Described;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import java.util.List;

/** An extension that knows what may cause a finding. */
public interface CauseAdvisor extends Described {

    /**
     * Lists what may have caused a finding.
     *
     * @param finding the finding
     * @param inspection what it was found on
     * @return possible causes, most worth trying first; empty if nothing is known
     */
    List<PossibleCause> advise(Finding finding, Inspection inspection);

    /**
     * Returns an advisor who knows more.
     *
     * @param file what a {@link dev.darkroom.api.diagnosis.KnowledgeSource} gave
     * @return the advisor; this one where it has no use for it
     * @throws dev.darkroom.api.DarkroomException if the file cannot be understood; its message says where, in one line
     */
    default CauseAdvisor knowing(String file) {
        return this;
    }
}
