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

/** Colours that were pushed against the wall of the gamut, as strong guidance does. */
final class BurntColors {

    /**
     * The evidence that scores a half: 95 % of the clean pictures of a style are below. The most there can be is 1.52: pure
     * colours are how flat drawings are painted.
     */
    private static final ByStyle HALF = new ByStyle(1.06, 1.45, 1.9);

    private static final double STEEPNESS = 4;

    /** Keeps the logarithm soft where nothing is saturated. */
    private static final double SOFT = 0.02;

    private BurntColors() {}

    static Inspected find(ColorRange range, Inspection inspection, Options options) {
        double evidence = Math.log(range.spike() + SOFT) + 1.5 * range.saturation();
        double score = Score.logistic(STEEPNESS * (evidence - HALF.of(inspection)));
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("fullySaturated", range.spike());
        measures.put("saturation95", range.saturation());
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
