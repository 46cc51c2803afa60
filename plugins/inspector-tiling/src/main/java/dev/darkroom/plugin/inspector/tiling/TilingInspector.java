package dev.darkroom.plugin.inspector.tiling;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.diagnostics.measure.OpponentPlanes;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Repetition;
import dev.darkroom.diagnostics.measure.Score;
import java.util.List;
import org.pf4j.Extension;

/**
 * Looks for repetition: of the whole picture ({@link Tilings}), of one region ({@link Duplicates}), of a pattern at the
 * decoder's stride ({@link DecoderGrid}), and for straight discontinuities ({@link SeamLines}).
 */
@Extension
public final class TilingInspector implements PostCheck {

    static final String ID = "tiling";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    ID, "Tiling", "Finds tilings, duplicated regions, decoder grids and seams.")
            .option(Score.thresholds(0.7, 0.95).toArray(OptionSpec[]::new))
            .from("Fridrich, Soukal and Lukas 2003, Detection of copy-move forgery in digital images");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        Plane luma = OpponentPlanes.of(inspection).luma();
        Repetition repetition = Repetition.of(luma);
        return Inspected.all(List.of(
                Tilings.find(repetition, luma, options),
                Duplicates.find(repetition, luma, inspection, options),
                DecoderGrid.find(luma, inspection, options),
                SeamLines.find(luma, inspection, options)));
    }
}
