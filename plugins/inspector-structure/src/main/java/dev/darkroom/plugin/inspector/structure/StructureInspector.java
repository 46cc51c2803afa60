package dev.darkroom.plugin.inspector.structure;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StepProbe;
import dev.darkroom.api.picture.HeatMap;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Points at places to look at: where grain or sharpness differ from the rest ({@link Inconsistency}), and where the
 * estimate was still moving late in the run ({@link Instability}). Measures of this kind know nothing of anatomy: nothing
 * they find is more than {@link Severity#INFO}, and no score is above {@value #MOST}.
 */
@Extension
public final class StructureInspector implements PostCheck {

    static final String ID = "structure";

    /** What these measures can know at most. */
    static final double MOST = 0.3;

    /** The share of the picture that scores the most. */
    private static final double LARGE = 0.25;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    ID, "Structure", "Points at places that do not fit the rest; of low confidence, never a warning.")
            .option(OptionSpec.number("inform", 0.15, 0, 1, "The score from which the inspector points at a place."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        return Inconsistency.find(inspection, options);
    }

    @Override
    public Optional<StepProbe> probe(GenerationRequest request, Options options) {
        return Optional.of(new Instability(options));
    }

    /**
     * Returns what a map says.
     *
     * @param share the share of the picture that stands out
     * @param message one line
     * @param measures the measures behind it
     * @param map where to look
     * @param options the inspector's options
     */
    static Inspected look(double share, String message, Map<String, Double> measures, HeatMap map, Options options) {
        double score = MOST * Math.min(1, share / LARGE);
        return score < options.number("inform")
                ? Inspected.of(Symptom.STRUCTURE, score)
                : Inspected.of(Finding.of(ID, Symptom.STRUCTURE, score, Severity.INFO, message, measures)
                        .withHeatMap(map));
    }
}
