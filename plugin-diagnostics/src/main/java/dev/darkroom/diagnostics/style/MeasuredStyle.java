package dev.darkroom.diagnostics.style;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.picture.Style;
import dev.darkroom.diagnostics.measure.BlockGrid;
import dev.darkroom.diagnostics.measure.Flatness;
import dev.darkroom.diagnostics.measure.NoiseBlocks;
import org.pf4j.Extension;

/**
 * Tells the style by two measures. Areas of exactly one colour cover much of flat art and little of anything else; sensor
 * grain covers even the smooth parts of a photograph, where shading that was drawn or computed has only the rounding to
 * codes. A photograph without grain, reduced or smoothed as it may be, passes for an illustration.
 */
@Extension
public final class MeasuredStyle implements StyleClassifier {

    private static final ExtensionInfo INFO =
            ExtensionInfo.of("measured", "Measured style", "Tells photographs, illustrations and flat art apart.");

    /** The sigma of the finest wavelet level in the smoothest blocks that are not of one colour, in codes. */
    private static final double GRAIN = 0.25;

    private static final double SMOOTHEST = 0.05;

    /** What rounding of the arithmetic leaves in a block of one colour, in codes, and more. */
    private static final double ONE_COLOUR = 1e-3;

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Style classify(Inspection inspection) {
        if (Flatness.of(inspection).untouched()) {
            return Style.FLAT;
        }
        BlockGrid sigmas = NoiseBlocks.of(inspection).luma().get(0);
        double grain = sigmas.quantile(SMOOTHEST, block -> sigmas.at(block) > ONE_COLOUR);
        return grain >= GRAIN ? Style.PHOTO : Style.ILLUSTRATION;
    }
}
