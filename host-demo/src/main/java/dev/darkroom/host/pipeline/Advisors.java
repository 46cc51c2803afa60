package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.PluginKnowledge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the advisors, who know what all plugins know, what may have caused a finding. */
final class Advisors {

    private final PluginHost plugins;
    private final ForeignCall calls;
    private final PluginKnowledge knowledge;
    private @Nullable Map<String, CauseAdvisor> taught;

    Advisors(PluginHost plugins, ForeignCall calls, PluginKnowledge knowledge) {
        this.plugins = plugins;
        this.calls = calls;
        this.knowledge = knowledge;
    }

    /** Returns a finding with its possible causes, most worth trying first. */
    Finding explain(Finding finding, Inspection inspection) {
        // Causes lie in the making: of a picture from elsewhere every one would be as possible.
        if (finding.severity() == Severity.INFO || inspection.making().isEmpty()) {
            return finding;
        }
        List<PossibleCause> causes = new ArrayList<>(finding.causes());
        taught().forEach((id, advisor) -> {
            try {
                causes.addAll(
                        calls.call("advisor " + id, advisor, () -> List.copyOf(advisor.advise(finding, inspection))));
            } catch (DarkroomException e) {
                // The finding stands without advice; the failure is in the log.
            }
        });
        causes.sort(Comparator.comparingInt(PossibleCause::rank));
        return finding.withCauses(causes);
    }

    /** Learning waits for the first finding: most runs have none. */
    private synchronized Map<String, CauseAdvisor> taught() {
        Map<String, CauseAdvisor> known = taught;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (var advisor : plugins.registry(CauseAdvisor.class).all()) {
                known.put(advisor.id(), knowledge.taught(advisor, CauseAdvisor::knowing));
            }
            taught = known;
        }
        return known;
    }
}
