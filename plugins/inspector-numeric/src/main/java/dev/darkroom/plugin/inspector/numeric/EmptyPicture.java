package dev.darkroom.plugin.inspector.numeric;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pictures that show nothing (black, white, one colour) or nothing but clipped colours. */
final class EmptyPicture {

    /** An icon of fewer pixels may well be of one colour. */
    private static final int SMALLEST = 256;

    /** Black and white reach this far from the end of the range, in [0,1]; decoders leave some ripple. */
    private static final float END = 6 / 255f;

    /** A picture is empty if all but this share of its pixels are. */
    private static final double STRAY = 0.001;

    /** The standard deviation, in [0,1], below which a picture is one colour: half a code. */
    private static final double ONE_COLOUR = 0.5 / 255;

    /** The share of pixels at a coloured corner of the RGB cube that scores a half. */
    private static final double BURNT_HALF = 0.45;

    private static final double BURNT_STEEPNESS = 5;

    private EmptyPicture() {}

    static Inspected find(Picture picture, Options options) {
        int size = picture.width() * picture.height();
        if (size < SMALLEST) {
            return Inspected.of(Symptom.NUMERIC, 0);
        }
        int black = 0;
        int white = 0;
        int[] corners = new int[8];
        double[] sum = new double[3];
        double[] squares = new double[3];
        for (int i = 0; i < size; i++) {
            int low = 0;
            int high = 0;
            int corner = 0;
            int atEnd = 0;
            for (int c = 0; c < 3; c++) {
                float value = seen(picture.at(c * size + i));
                sum[c] += value;
                squares[c] += (double) value * value;
                low += value <= END ? 1 : 0;
                high += value >= 1 - END ? 1 : 0;
                // Half a code from the end rounds to the end.
                atEnd += value <= 0.5f / 255 || value >= 254.5f / 255 ? 1 : 0;
                corner |= value > 0.5f ? 1 << c : 0;
            }
            black += low == 3 ? 1 : 0;
            white += high == 3 ? 1 : 0;
            corners[corner] += atEnd == 3 ? 1 : 0;
        }
        double deviation = 0;
        for (int c = 0; c < 3; c++) {
            double mean = sum[c] / size;
            deviation = Math.max(deviation, Math.sqrt(Math.max(0, squares[c] / size - mean * mean)));
        }
        double burnt = burnt(corners, size);

        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("blackShare", (double) black / size);
        measures.put("whiteShare", (double) white / size);
        measures.put("deviation", 255 * deviation);
        measures.put("burntShare", burnt);
        if (black >= (1 - STRAY) * size) {
            return finding(Symptom.NUMERIC, 0.99, "the picture is black", measures, options);
        }
        if (white >= (1 - STRAY) * size) {
            return finding(Symptom.NUMERIC, 0.97, "the picture is white", measures, options);
        }
        if (deviation < ONE_COLOUR) {
            return finding(Symptom.NUMERIC, 0.97, "the picture is of one colour", measures, options);
        }
        String message = Math.round(100 * burnt) + " % of the pixels are clipped to pure colours: the picture is burnt";
        return finding(
                Symptom.OVERSATURATION, Score.above(burnt, BURNT_HALF, BURNT_STEEPNESS), message, measures, options);
    }

    /** The share at coloured corners; flat art uses one or two of them, a burnt picture most. */
    private static double burnt(int[] corners, int size) {
        int pixels = 0;
        int colours = 0;
        for (int corner = 1; corner < 7; corner++) {
            pixels += corners[corner];
            colours += corners[corner] > 0.02 * size ? 1 : 0;
        }
        return colours < 3 ? 0 : (double) pixels / size;
    }

    private static float seen(float value) {
        // As Picture.toRgb shows it: clamped, NaN as 0.
        return value > 0 ? Math.min(1, value) : 0;
    }

    private static Inspected finding(
            Symptom symptom, double score, String message, Map<String, Double> measures, Options options) {
        return Score.judge(
                symptom,
                score,
                options,
                severity -> Finding.of(NumericInspector.ID, symptom, score, severity, message, measures));
    }
}
