package dev.darkroom.plugin.inspector.noise;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.diagnostics.measure.Score;
import java.util.List;
import org.pf4j.Extension;

/** Looks for grain in the picture ({@link Grain}) and for too short a run in its trace ({@link Convergence}). */
@Extension
public final class NoiseInspector implements PostCheck {

    static final String ID = "noise";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    ID, "Noise", "Finds grain, and trajectories that ended before they settled.")
            .option(Score.thresholds(0.6, 0.95).toArray(OptionSpec[]::new))
            .from("Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        return Inspected.all(List.of(
                Grain.find(inspection, options),
                inspection
                        .making()
                        .map(making -> Convergence.find(making.trace(), options))
                        .orElse(Inspected.NOTHING)));
    }
}
