package dev.darkroom.plugin.inspector.numeric;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.diagnostics.measure.Score;
import java.util.List;
import org.pf4j.Extension;

/** Looks for non-finite numbers ({@link NonFiniteValues}), empty or burnt pictures and latents out of range. */
@Extension
public final class NumericInspector implements PostCheck {

    static final String ID = "numeric";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    ID, "Numeric", "Finds NaN and infinity, empty and burnt pictures, latents out of range.")
            .option(Score.thresholds(0.5, 0.9).toArray(OptionSpec[]::new));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        return Inspected.all(List.of(
                NonFiniteValues.find(inspection, options),
                EmptyPicture.find(inspection.picture(), options),
                inspection
                        .making()
                        .map(making -> Inspected.all(
                                List.of(LatentRange.find(making, options), StateRange.find(making.trace(), options))))
                        .orElse(Inspected.NOTHING)));
    }
}
