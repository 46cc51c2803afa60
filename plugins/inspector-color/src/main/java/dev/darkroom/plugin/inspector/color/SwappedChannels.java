package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Style;
import dev.darkroom.diagnostics.measure.HueBalance;
import dev.darkroom.diagnostics.measure.LogisticModel;
import dev.darkroom.diagnostics.measure.SampledPixels;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Red and blue may have been swapped: blue skin, orange sky. One picture proves little, so this takes a swap to be the case
 * with three in a hundred; and drawings have the colours they like, so only photographs are judged.
 */
final class SwappedChannels {

    // Fitted by the inspection benchmark (task fit, half of the photographs).
    private static final LogisticModel SWAPPED = LogisticModel.of(-3.5, -2.1, 0.5, -1.9, -1.4, -0.2, 1.7);

    private SwappedChannels() {}

    static Inspected find(Inspection inspection, Options options) {
        if (inspection.style().orElse(Style.PHOTO) != Style.PHOTO) {
            return Inspected.NOTHING;
        }
        HueBalance hues = HueBalance.of(SampledPixels.of(inspection));
        double score =
                SWAPPED.probability(hues.red(), hues.orange(), hues.yellow(), hues.leaf(), hues.rose(), hues.sky());
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("redOverBlue", hues.red());
        measures.put("orangeOverAzure", hues.orange());
        measures.put("yellowOverCyan", hues.yellow());
        measures.put("leafOverSpring", hues.leaf());
        measures.put("roseOverViolet", hues.rose());
        measures.put("skyward", hues.sky());
        return Score.judge(
                Symptom.CAST,
                score,
                options,
                severity -> Finding.of(
                        ColorInspector.ID,
                        Symptom.CAST,
                        score,
                        severity,
                        "red and blue may be swapped: the hues are those of few photographs, and of many whose channels are",
                        measures));
    }
}
