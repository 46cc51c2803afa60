package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.ColorRange;
import dev.darkroom.diagnostics.measure.LogisticModel;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Neither black nor white: a range of brightness that is hardly used, with blacks that are grey. */
final class WashedOut {

    // An evidence of 0.6 scores a half, of 0.84 in illustrations and 1.14 in flat art: fog, and drawings in pastel, are
    // no defect. Chosen by hand on the half of the pictures that the benchmark fits on.
    private static final LogisticModel WASHED = LogisticModel.of(-8.4, 14);
    private static final ByStyle STRICTER = new ByStyle(0, 3.36, 7.56);

    /** Blacks from this code count as grey in full. */
    private static final double GREY = 32;

    /** A picture of less range shows one thing, a sky as a rule, rather than being washed out. */
    private static final double UNIFORM = 64;

    /** From this range on it counts in full. */
    private static final double VARIED = 96;

    private WashedOut() {}

    static Inspected find(ColorRange range, Inspection inspection, Options options) {
        double used = range.white() - range.black();
        double varied = Math.max(0, Math.min(1, (used - UNIFORM) / (VARIED - UNIFORM)));
        double evidence = varied * (1 - used / 255) * Math.min(1, range.black() / GREY);
        double score = WASHED.plus(-STRICTER.of(inspection)).probability(evidence);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("evidence", evidence);
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
