package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.Cambi;
import dev.darkroom.diagnostics.measure.HeatMaps;
import dev.darkroom.diagnostics.measure.OpponentPlanes;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Resampling;
import dev.darkroom.diagnostics.measure.Score;
import dev.darkroom.diagnostics.measure.Staircase;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Gradients in steps. CAMBI with its own contrasts sees the steps of one code that 8 bits cannot avoid; here it looks at steps
 * of 2 to 16 codes. Staircases tell steps of a gradient from drawn areas of similar colours.
 */
final class Bands {

    /** Steps of 2, 3, ... 16 codes, of 1023. */
    private static final Cambi COARSE = Cambi.of(8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64);

    /** The share of the picture in staircases that scores a half; clean photographs reach 0.005 and drawings 0.09. */
    private static final ByStyle HALF_STAIRS = new ByStyle(0.05, 0.05, 0.1);

    private static final double STAIRS_STEEPNESS = 2.5;

    /** The index that scores a half; of 95 % of clean drawings and gradients it is below 11.3. */
    private static final double HALF_CAMBI = 13;

    private static final double CAMBI_STEEPNESS = 10;

    /** CAMBI looks at every second, third ... pixel of pictures larger than this square. */
    private static final double SIDE = 256;

    private Bands() {}

    static Inspected find(Inspection inspection, Options options) {
        Plane luma = OpponentPlanes.of(inspection).luma();
        int factor = Math.max(1, (int) Math.round(Math.sqrt(luma.size()) / SIDE));
        double cambi = COARSE.measure(Resampling.decimate(luma, factor)).index();
        Staircase stairs = Staircase.of(inspection);
        double half = HALF_STAIRS.of(inspection);
        double score = Math.max(
                Score.above(stairs.share(), half, STAIRS_STEEPNESS), Score.above(cambi, HALF_CAMBI, CAMBI_STEEPNESS));
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("stairs", stairs.share());
        measures.put("step", stairs.step());
        measures.put("cambi", cambi);
        return Score.judge(
                Symptom.BANDING,
                score,
                options,
                severity -> Finding.of(
                                ColorInspector.ID,
                                Symptom.BANDING,
                                score,
                                severity,
                                message(stairs, cambi, half),
                                measures)
                        .withHeatMap(HeatMaps.of(stairs.map())));
    }

    private static String message(Staircase stairs, double cambi, double half) {
        return stairs.share() < half / 2
                ? String.format(Locale.ROOT, "banding: smooth areas differ by visible steps (CAMBI %.1f)", cambi)
                : String.format(
                        Locale.ROOT,
                        "banding: gradients climb in steps of about %.0f (of 255) on %.0f %% of the picture",
                        stairs.step(),
                        100 * Math.min(1, stairs.share()));
    }
}
