package dev.darkroom.plugin.inspector.color;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Style;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.ColorCast;
import dev.darkroom.diagnostics.measure.ColorPlanes;
import dev.darkroom.diagnostics.measure.Ground;
import dev.darkroom.diagnostics.measure.LogisticModel;
import dev.darkroom.diagnostics.measure.NeutralAxis;
import dev.darkroom.diagnostics.measure.SampledPixels;
import dev.darkroom.diagnostics.measure.Score;
import dev.darkroom.diagnostics.measure.TintedEnds;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Nothing in the picture is neutral, its black and white neither. A close-up of an orange flower looks the same to statistics,
 * so the score stays low where a picture is far more colourful than casts are.
 */
final class Casts {

    // Fitted by the inspection benchmark (task fit, half of the pictures): a shift by 10 units of a* or b* counts as
    // defective by half, by 20 nearly, all good pictures as not; then moved for each style until hardly one in 150 of
    // its good pictures is above a half. A fit to twice as many photographs tells no better.
    private static final LogisticModel CAST = LogisticModel.of(-15.06, 0.52, -1.42, -0.9, 0.36, 0.31, 0);
    private static final ByStyle STRICTER = new ByStyle(0, 0.7, 0.5);

    /** Keeps logarithms of shares of the pixels soft. */
    private static final double SOFT = 1e-3;

    /** Beyond this chroma of the most neutral things a picture has a colour rather than a cast. */
    private static final double COLORFUL = 18;

    /** A drawing on a plain ground of this chroma has the ground it was given; nobody can tell more. */
    private static final double COLOURED = 8;

    private static final double PLAIN = 0.5;
    private static final double GROUND = 0.3;

    private Casts() {}

    static Inspected find(Inspection inspection, Options options) {
        ColorPlanes colors = ColorPlanes.of(inspection);
        ColorCast cast = ColorCast.of(colors);
        NeutralAxis axis = NeutralAxis.of(colors);
        TintedEnds ends = TintedEnds.of(SampledPixels.of(inspection));
        double colorful = Math.max(0, Math.log(cast.nearest() / COLORFUL));
        double probability = CAST.plus(-STRICTER.of(inspection))
                .probability(
                        axis.advantage(),
                        log(ends.black()),
                        log(ends.white()),
                        log(ends.tintedBlack()),
                        log(ends.tintedWhite()),
                        colorful);
        double score = onColouredGround(inspection, colors) ? Math.min(GROUND, probability) : probability;
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("nearestChroma", cast.nearest());
        measures.put("a", cast.a());
        measures.put("b", cast.b());
        measures.put("axisAdvantage", axis.advantage());
        measures.put("black", ends.black());
        measures.put("white", ends.white());
        measures.put("tintedBlack", ends.tintedBlack());
        measures.put("tintedWhite", ends.tintedWhite());
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

    private static boolean onColouredGround(Inspection inspection, ColorPlanes colors) {
        Ground ground = Ground.of(colors);
        return inspection.style().orElse(Style.PHOTO) != Style.PHOTO
                && ground.share() >= PLAIN
                && ground.chroma() >= COLOURED;
    }

    private static double log(double share) {
        return Math.log(share + SOFT);
    }

    private static String hue(double a, double b) {
        String[] names = {"red", "orange", "yellow", "green", "green", "cyan", "blue", "magenta"};
        double turn = Math.atan2(b, a) / (2 * Math.PI);
        return names[(int) Math.floorMod(Math.round(turn * names.length), (long) names.length)];
    }
}
