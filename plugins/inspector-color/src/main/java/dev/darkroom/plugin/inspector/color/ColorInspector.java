package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.diagnostics.measure.ColorRange;
import dev.darkroom.diagnostics.measure.SampledPixels;
import dev.darkroom.diagnostics.measure.Score;
import java.util.List;
import org.pf4j.Extension;

/**
 * Looks at the colours: a cast ({@link Casts}), swapped channels ({@link SwappedChannels}), colours pushed out of their range ({@link BurntColors}), a range that is not
 * used ({@link WashedOut}), and gradients in steps ({@link Bands}).
 */
@Extension
public final class ColorInspector implements PostCheck {

    static final String ID = "color";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    ID, "Colour", "Finds colour casts, burnt colours, banding and washed-out pictures.")
            .option(Score.thresholds(0.5, 0.95).toArray(OptionSpec[]::new))
            .from("Tandon, Afonso, Sole and Krasula 2021, CAMBI: Contrast-aware Multiscale Banding Index");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        ColorRange range = ColorRange.of(SampledPixels.of(inspection));
        return Inspected.all(List.of(
                Casts.find(inspection, options),
                SwappedChannels.find(inspection, options),
                BurntColors.find(range, inspection, options),
                WashedOut.find(range, inspection, options),
                Bands.find(inspection, options)));
    }
}
