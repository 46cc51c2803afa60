package dev.darkroom.plugin.inspector.numeric;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.Precision;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the latent a picture was decoded from lies far outside what decoders are trained on. Latents are scaled to about
 * unit variance (Rombach et al. 2022, arXiv:2112.10752, appendix G) and pixels to [-1,1]; good runs up to CFG 7 of the
 * models looked at stay within a deviation of 1.5 and a peak of 5. The limits leave room beyond that.
 */
final class LatentRange {

    private static final double WIDE = 2.5;
    private static final double NARROW = 0.1;
    private static final double PEAK = 12;
    private static final double STEEPNESS = 5;

    private LatentRange() {}

    /** The largest finite number of IEEE 754 half precision. */
    private static final double LARGEST_HALF = 65504;

    /** A run in half precision whose states come this near to the end of its range, in bits, scores a half. */
    private static final double HEADROOM_BITS = 2;

    static Inspected find(Inspection.Making making, Options options) {
        return Inspected.all(List.of(range(making, options), headroom(making, options)));
    }

    /** How many bits the states and estimates of the run stayed below the largest half-precision number. */
    private static Inspected headroom(Inspection.Making making, Options options) {
        double peak = making.trace().steps().stream()
                .mapToDouble(step -> Math.max(step.x().max(), step.denoised().max()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        if (making.request().precision() != Precision.FP16 || !(peak > 0)) {
            return Inspected.of(Symptom.NUMERIC, 0);
        }
        double bits = Math.log(LARGEST_HALF / peak) / Math.log(2);
        double score = Score.logistic(STEEPNESS * (HEADROOM_BITS - bits));
        Map<String, Double> measures = Map.of("statePeak", peak, "fp16HeadroomBits", bits);
        String message = String.format(
                Locale.ROOT, "a state of the run reached %.3g; half precision ends at %.0f", peak, LARGEST_HALF);
        return Score.judge(
                Symptom.NUMERIC,
                score,
                options,
                severity -> Finding.of(NumericInspector.ID, Symptom.NUMERIC, score, severity, message, measures));
    }

    private static Inspected range(Inspection.Making making, Options options) {
        Latent latent = making.latent();
        double sum = 0;
        double squares = 0;
        double peak = 0;
        int count = 0;
        for (int i = 0; i < latent.shape().elements(); i++) {
            float value = latent.at(i);
            if (Float.isFinite(value)) {
                sum += value;
                squares += (double) value * value;
                peak = Math.max(peak, Math.abs(value));
                count++;
            }
        }
        // Pixel-space models end in the picture itself, which may rightly be nearly flat.
        if (count < 16 || making.model().factor() == 1) {
            return Inspected.of(Symptom.NUMERIC, 0);
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        double wide = Score.above(deviation, WIDE, STEEPNESS);
        double narrow = Score.above(NARROW, Math.max(deviation, 1e-6), STEEPNESS);
        double outlying = Score.above(peak, PEAK, STEEPNESS);
        double score = Math.max(wide, Math.max(narrow, outlying));
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("latentMean", mean);
        measures.put("latentDeviation", deviation);
        measures.put("latentPeak", peak);
        String message = outlying == score
                ? String.format(Locale.ROOT, "the latent reaches %.3g; within 5 is usual", peak)
                : String.format(Locale.ROOT, "the latent's standard deviation is %.3g; 0.5 to 1.5 is usual", deviation);
        return Score.judge(
                Symptom.NUMERIC,
                score,
                options,
                severity -> Finding.of(NumericInspector.ID, Symptom.NUMERIC, score, severity, message, measures));
    }
}
