package dev.darkroom.plugin.inspector.blur;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.diagnostics.measure.BlurEffect;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.OpponentPlanes;
import dev.darkroom.diagnostics.measure.Score;
import dev.darkroom.diagnostics.measure.Sharpness;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Lack of detail, judged by the sharpest parts that have any structure ({@link Sharpness}): a soft background does not
 * count while something is sharp, and flat art is sharp at its borders.
 */
@Extension
public final class BlurInspector implements PostCheck {

    static final String ID = "blur";

    /** What is smooth all over may be meant so. */
    private static final double UNKNOWN = 0.2;

    /** Flat art may be all soft edges: nearly all of it that is good scores below a half then. */
    private static final ByStyle STRICTER = new ByStyle(0, 0, 2.5);

    private static final ExtensionInfo INFO = ExtensionInfo.of(ID, "Blur", "Finds lack of detail.")
            .option(Score.thresholds(0.5, 0.95).toArray(OptionSpec[]::new));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Inspected inspect(Inspection inspection, Options options) {
        Sharpness sharpness = Sharpness.of(inspection);
        if (!sharpness.judgeable()) {
            return Inspected.of(Symptom.BLUR, UNKNOWN);
        }
        double score = Score.lowered(sharpness.softness(), STRICTER.of(inspection));
        return Score.judge(Symptom.BLUR, score, options, severity -> {
            Map<String, Double> measures = new LinkedHashMap<>();
            measures.put("fine", sharpness.sharpestFine());
            measures.put("middle", sharpness.sharpestMiddle());
            measures.put("coarse", sharpness.sharpestCoarse());
            measures.put(
                    "blurEffect", BlurEffect.of(OpponentPlanes.of(inspection).luma()));
            String message = "even the sharpest parts lack fine detail";
            return Finding.of(ID, Symptom.BLUR, score, severity, message, measures)
                    .withHeatMap(heatMap(sharpness));
        });
    }

    /** Where there is structure without fine detail. */
    private static HeatMap heatMap(Sharpness sharpness) {
        float[] values = new float[sharpness.fine().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sharpness.softness(i);
        }
        return HeatMap.of(sharpness.fine().columns(), sharpness.fine().rows(), values);
    }
}
