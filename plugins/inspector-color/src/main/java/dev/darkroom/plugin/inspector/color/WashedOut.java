package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.ColorRange;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Neither black nor white: a range of brightness that is hardly used, with blacks that are grey. */
final class WashedOut {

    /** The evidence that scores a half; fog, and drawings in pastel, are no defect. */
    private static final ByStyle HALF = new ByStyle(0.56, 0.8, 1.1);

    private static final double STEEPNESS = 14;

    /** Blacks from this code count as grey in full. */
    private static final double GREY = 32;

    /** A picture of less range is uniform rather than washed out. */
    private static final double UNIFORM = 24;

    private WashedOut() {}

    static Inspected find(ColorRange range, Inspection inspection, Options options) {
        double used = range.white() - range.black();
        double evidence = used < UNIFORM ? 0 : (1 - used / 255) * Math.min(1, range.black() / GREY);
        double score = Score.logistic(STEEPNESS * (evidence - HALF.of(inspection)));
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("black", range.black());
        measures.put("white", range.white());
        return Score.judge(
                Symptom.WASHED_OUT,
                score,
                options,
                severity -> Finding.of(
                        ColorInspector.ID,
                        Symptom.WASHED_OUT,
                        score,
                        severity,
                        String.format(
                                Locale.ROOT,
                                "washed out: brightness only goes from %.0f to %.0f (of 255)",
                                range.black(),
                                range.white()),
                        measures));
    }
}
