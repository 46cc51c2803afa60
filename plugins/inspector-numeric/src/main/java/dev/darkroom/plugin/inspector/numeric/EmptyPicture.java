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
        for (int i = 0; i < size; i++) {
            float red = seen(picture.at(i));
            float green = seen(picture.at(size + i));
            float blue = seen(picture.at(2 * size + i));
            black += red <= END && green <= END && blue <= END ? 1 : 0;
            white += red >= 1 - END && green >= 1 - END && blue >= 1 - END ? 1 : 0;
            if (atEnd(red) && atEnd(green) && atEnd(blue)) {
                corners[(red > 0.5f ? 1 : 0) | (green > 0.5f ? 2 : 0) | (blue > 0.5f ? 4 : 0)]++;
            }
        }
        double deviation = Math.max(deviation(picture, 0), Math.max(deviation(picture, 1), deviation(picture, 2)));
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

    private static double deviation(Picture picture, int channel) {
        int size = picture.width() * picture.height();
        double sum = 0;
        double squares = 0;
        for (int i = channel * size; i < (channel + 1) * size; i++) {
            float value = seen(picture.at(i));
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / size;
        return Math.sqrt(Math.max(0, squares / size - mean * mean));
    }

    private static float seen(float value) {
        // As Picture.toRgb shows it: clamped, NaN as 0.
        return value > 0 ? (value < 1 ? value : 1) : 0;
    }

    private static boolean atEnd(float value) {
        // Half a code from the end rounds to the end.
        return value <= 0.5f / 255 || value >= 254.5f / 255;
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
