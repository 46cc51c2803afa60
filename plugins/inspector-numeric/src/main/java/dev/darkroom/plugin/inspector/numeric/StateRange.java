package dev.darkroom.plugin.inspector.numeric;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the states of a run were as noisy as their noise level says. The state is {@code x = x0 + sigma n}, so that its
 * deviation is {@code sqrt(sigma^2 + std(x0)^2)}, which the run's own estimates tell; a state far from it was scaled by
 * another convention (initial noise, scaling factor, a schedule of another model).
 */
final class StateRange {

    /** A factor of two, either way, scores a half. */
    private static final double HALF = Math.log(2);

    private static final double STEEPNESS = 5;

    /** Flow models mix instead of adding, with levels up to 1. */
    private static final double LARGEST_FLOW_LEVEL = 1;

    private StateRange() {}

    static Inspected find(GenerationTrace trace, Options options) {
        if (trace.steps().isEmpty() || !(trace.steps().get(0).sigma() > LARGEST_FLOW_LEVEL)) {
            return Inspected.NOTHING;
        }
        double worst = 0;
        int at = -1;
        for (StepRecord step : trace.steps()) {
            double expected = Math.hypot(step.next(), step.denoised().std());
            double off = Math.abs(Math.log(step.x().std() / expected));
            // NaN compares false: non-finite states are reported elsewhere.
            if (off > worst && off < Double.POSITIVE_INFINITY) {
                worst = off;
                at = step.index();
            }
        }
        double score = Score.above(worst, HALF, STEEPNESS);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("stateFactor", Math.exp(worst));
        measures.put("worstStep", at + 1.0);
        String message = String.format(
                Locale.ROOT,
                "after step %d the state's deviation is off by a factor of %.3g from what its noise level says",
                at + 1,
                Math.exp(worst));
        return Score.judge(
                Symptom.NUMERIC,
                score,
                options,
                severity -> Finding.of(NumericInspector.ID, Symptom.NUMERIC, score, severity, message, measures));
    }
}
