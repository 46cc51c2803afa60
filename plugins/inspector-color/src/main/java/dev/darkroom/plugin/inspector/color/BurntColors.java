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

/** Colours that were pushed against the wall of the gamut, as strong guidance does. */
final class BurntColors {

    // Fitted by the inspection benchmark (task fit, half of the pictures): saturation times 1.5 counts as defective by
    // half, times 2 and what guidance 15 burnt nearly, good photographs as not; a defect is taken to be the case with
    // one picture in three. Then moved for each style until hardly one in 100 of its good pictures is above a half:
    // flat drawings are painted in pure colours.
    private static final LogisticModel BURNT = LogisticModel.of(2.811, 1.108, 2.065, 1.073, -3.819);
    private static final ByStyle STRICTER = new ByStyle(-0.2, 0.65, 4.7);

    /** Keeps the logarithm soft where nothing is saturated. */
    private static final double SOFT = 0.02;

    private BurntColors() {}

    static Inspected find(ColorRange range, Inspection inspection, Options options) {
        double score = BURNT.plus(-STRICTER.of(inspection))
                .probability(Math.log(range.spike() + SOFT), Math.log(range.wall()), range.hues(), range.saturation());
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("fullySaturated", range.spike());
        measures.put("atWall", range.wall());
        measures.put("pureHues", range.hues());
        measures.put("saturation90", range.saturation());
        measures.put("clipped", range.clipped());
        return Score.judge(
                Symptom.OVERSATURATION,
                score,
                options,
                severity -> Finding.of(
                        ColorInspector.ID,
                        Symptom.OVERSATURATION,
                        score,
                        severity,
                        String.format(
                                Locale.ROOT,
                                "burnt colours: %.0f %% of the strong ones are saturated fully, %.0f %% of the picture is clipped",
                                100 * range.spike(),
                                100 * range.clipped()),
                        measures));
    }
}
