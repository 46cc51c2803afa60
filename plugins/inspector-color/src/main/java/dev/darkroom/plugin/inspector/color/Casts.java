package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.ColorCast;
import dev.darkroom.diagnostics.measure.ColorPlanes;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Nothing in the picture is neutral. A close-up of an orange flower looks the same to statistics, so the score stays low
 * where a picture is far more colourful than casts are.
 */
final class Casts {

    /** The evidence that scores a half: 95 % of the clean pictures of a style are below. */
    private static final ByStyle HALF = new ByStyle(4.05, 4.4, 4.6);

    private static final double STEEPNESS = 2;

    /** Keeps the logarithm soft where hardly anything is measured. */
    private static final double SOFT = 0.7;

    /** Beyond these chromas of the most neutral things and of the light, a picture has a colour rather than a cast. */
    private static final double COLORFUL = 18;

    private static final double COLORFUL_LIGHT = 25;

    private Casts() {}

    static Inspected find(Inspection inspection, Options options) {
        ColorCast cast = ColorCast.of(ColorPlanes.of(inspection));
        double evidence = Math.log(cast.nearest() + SOFT)
                + 0.5 * Math.log(cast.edges() + SOFT)
                - 2 * Math.max(0, Math.log(cast.nearest() / COLORFUL))
                - Math.max(0, Math.log(cast.edges() / COLORFUL_LIGHT));
        double score = Score.logistic(STEEPNESS * (evidence - HALF.of(inspection)));
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("nearestChroma", cast.nearest());
        measures.put("lightChroma", cast.edges());
        measures.put("a", cast.a());
        measures.put("b", cast.b());
        return Score.judge(
                Symptom.CAST,
                score,
                options,
                severity -> Finding.of(
                        ColorInspector.ID,
                        Symptom.CAST,
                        score,
                        severity,
                        String.format(
                                Locale.ROOT,
                                "a %s cast: the most neutral parts are at a* %.0f, b* %.0f",
                                hue(cast.a(), cast.b()),
                                cast.a(),
                                cast.b()),
                        measures));
    }

    private static String hue(double a, double b) {
        String[] names = {"red", "orange", "yellow", "green", "green", "cyan", "blue", "magenta"};
        double turn = Math.atan2(b, a) / (2 * Math.PI);
        return names[(int) Math.floorMod(Math.round(turn * names.length), (long) names.length)];
    }
}
