package dev.darkroom.plugin.inspector.numeric;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** NaN and infinity, from the trace and from the picture: where first, how many. */
final class NonFiniteValues {

    private NonFiniteValues() {}

    static Inspected find(Inspection inspection, Options options) {
        Picture picture = inspection.picture();
        int inPicture = picture.countNonFinite();
        List<GenerationTrace.NonFinite> traced =
                inspection.making().map(making -> making.trace().nonFinite()).orElse(List.of());
        if (inPicture == 0 && traced.isEmpty()) {
            return Inspected.of(Symptom.NUMERIC, 0);
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("pictureNonFinite", (double) inPicture);
        traced.forEach(bad -> measures.putIfAbsent(bad.component() + "NonFinite", (double) bad.count()));
        String message;
        if (traced.isEmpty()) {
            message = "the picture holds " + inPicture + " non-finite values of "
                    + 3L * picture.width() * picture.height();
        } else {
            GenerationTrace.NonFinite first = traced.get(0);
            message = first.component().replace('\n', ' ') + " returned " + first.count() + " non-finite values of "
                    + first.of();
            if (first.step() >= 0) {
                message += ", first in step " + (first.step() + 1);
                measures.put("firstBadStep", first.step() + 1.0);
                if (Double.isFinite(first.sigma())) {
                    message += String.format(Locale.ROOT, " (sigma %.4g)", first.sigma());
                    measures.put("firstBadSigma", first.sigma());
                }
            }
        }
        String line = message;
        return Score.judge(
                Symptom.NUMERIC,
                1,
                options,
                severity -> Finding.of(NumericInspector.ID, Symptom.NUMERIC, 1, severity, line, measures));
    }
}
