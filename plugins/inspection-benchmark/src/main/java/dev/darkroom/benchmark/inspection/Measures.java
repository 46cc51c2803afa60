package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the raw measures of the half of the corpus that thresholds are fitted on, one line a picture and measure set:
 * {@code group,file,view,style,degradation,strength,symptom,name=value;name=value}, the score among them.
 */
final class Measures {

    private final Inspectors inspectors = new Inspectors();
    private final List<Degradation> degradations;
    private final PrintWriter out;

    Measures(List<Degradation> degradations, PrintWriter out) {
        this.degradations = degradations;
        this.out = out;
    }

    void write(Sample sample) {
        if (!sample.forFitting()) {
            return;
        }
        line(sample, "none", 0, Spoiled.everywhere(sample.picture()), Set.of());
        if (!sample.scaled()
                || !(sample.group().equals("photo") || sample.group().equals("model"))) {
            return;
        }
        for (Degradation degradation : degradations) {
            for (double strength : degradation.strengths()) {
                Random random = new Random(Hash.of(sample.file() + sample.view() + degradation.name()));
                Spoiled spoiled = degradation.spoil().of(sample.picture(), strength, random);
                line(
                        sample,
                        degradation.name(),
                        strength,
                        spoiled,
                        Set.of(degradation.symptom().id()));
            }
        }
    }

    /** Writes the measures behind some symptoms; all of them for none. */
    private void line(Sample sample, String degradation, double strength, Spoiled spoiled, Set<String> symptoms) {
        Inspection inspection = inspectors.inspection(spoiled.picture());
        Map<String, Map<String, Double>> all = new TreeMap<>(inspectors.measures(inspection, symptoms));
        Map<Symptom, Double> scores = inspectors.inspect(inspection, symptoms).scores();
        scores.forEach((symptom, score) ->
                all.computeIfAbsent(symptom.id(), unused -> new TreeMap<>()).put("score", score));
        all.forEach((symptom, measures) -> {
            StringBuilder values = new StringBuilder();
            measures.forEach((name, value) -> values.append(values.isEmpty() ? "" : ";")
                    .append(name)
                    .append('=')
                    .append(value.floatValue()));
            out.println(String.join(
                    ",",
                    sample.group(),
                    sample.file().replace(',', '_'),
                    sample.view(),
                    inspection.style().map(Enum::name).orElse(""),
                    degradation.replace(",", ""),
                    Double.toString(strength),
                    symptom,
                    values));
        });
    }
}
