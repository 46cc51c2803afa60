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
}
