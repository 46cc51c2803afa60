package dev.darkroom.plugin.inspector.tiling;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Style;
import dev.darkroom.diagnostics.measure.BlockGrid;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.CopiedPatches;
import dev.darkroom.diagnostics.measure.HeatMaps;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Repetition;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One region appears twice: pixel by pixel, or nearly so. */
final class Duplicates {

    /**
     * Shares of the picture that score a half: what hardly any good picture of the half that the benchmark fits on reaches. Of
     * its photographs none has exact copies above 0.002; drawings may repeat an element, wheels of a train or panes of a
     * window, which makes up to 0.05 in most.
     */
    private static final ByStyle EXACT = new ByStyle(0.004, 0.05, 0.09);

    private static final ByStyle SIMILAR = new ByStyle(0.05, 0.25, 0.25);

    private static final double EXACT_STEEPNESS = 2.5;
    private static final double SIMILAR_STEEPNESS = 3;

    /** From this repetition of the whole picture a similar region is part of a pattern; in a drawing, an equal one too. */
    private static final double PATTERN = 0.25;

    private Duplicates() {}

    static Inspected find(Repetition repetition, Plane luma, Inspection inspection, Options options) {
        CopiedPatches exact = CopiedPatches.of(luma);
        double noPattern = Math.max(0, 1 - repetition.tiling() / PATTERN);
        double similar = repetition.copied() * noPattern;
        boolean drawn = inspection.style().orElse(Style.PHOTO) != Style.PHOTO;
        double exactScore = Score.above(exact.share() * (drawn ? noPattern : 1), EXACT.of(inspection), EXACT_STEEPNESS);
        double similarScore = Score.above(similar, SIMILAR.of(inspection), SIMILAR_STEEPNESS);
        double score = Math.max(exactScore, similarScore);
        if (Tilings.isOne(repetition)) {
            // In a tiling everything appears twice; saying so once is enough.
            return Inspected.of(Symptom.DUPLICATION, score);
        }
        boolean isExact = exactScore >= similarScore;
        double share = isExact ? exact.share() : repetition.copied();
        int dx = isExact ? exact.dx() : repetition.dx();
        int dy = isExact ? exact.dy() : repetition.dy();
        BlockGrid map = isExact ? exact.map() : repetition.map();
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("exactShare", exact.share());
        measures.put("similarShare", repetition.copied());
        measures.put("offsetX", (double) dx);
        measures.put("offsetY", (double) dy);
        return Score.judge(
                Symptom.DUPLICATION,
                score,
                options,
                severity -> Finding.of(
                                TilingInspector.ID,
                                Symptom.DUPLICATION,
                                score,
                                severity,
                                String.format(
                                        Locale.ROOT,
                                        "%.1f %% of the picture appear twice%s, %d pixels to the %s and %d down",
                                        100 * share,
                                        isExact ? "" : " or nearly so",
                                        Math.abs(dx),
                                        dx < 0 ? "left" : "right",
                                        dy),
                                measures)
                        .withHeatMap(HeatMaps.of(map)));
    }
}
