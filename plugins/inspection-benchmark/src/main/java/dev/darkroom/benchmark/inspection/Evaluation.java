package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Inspects the half of the corpus that no threshold was fitted on, good and degraded. */
final class Evaluation {

    /** The groups that are degraded; the others only show how often they raise a false alarm. */
    private static final Set<String> DEGRADED = Set.of("photo", "model", Gradients.GROUP, Corpus.KODAK);

    /** A good picture as the inspectors and the public tools saw it. */
    record Clean(
            String group,
            String file,
            String view,
            Optional<Style> style,
            Map<Symptom, Double> scores,
            Set<Symptom> alarms,
            Map<PublicTool, Double> tools) {}

    /**
     * A degraded picture as the inspectors and the public tool for its symptom saw it; {@code f1} of the heat map is NaN where
     * none was wanted, {@code tool} where there is none.
     */
    record Bad(
            String group,
            String file,
            String view,
            Degradation degradation,
            double strength,
            double score,
            boolean alarm,
            double f1,
            double tool) {}

    private final Inspectors inspectors = new Inspectors();
    private final List<Degradation> degradations;
    private final List<Clean> clean = new ArrayList<>();
    private final List<Bad> bad = new ArrayList<>();

    Evaluation(List<Degradation> degradations) {
        this.degradations = degradations;
    }

    List<Clean> clean() {
        return clean;
    }

    List<Bad> bad() {
        return bad;
    }

    List<Degradation> degradations() {
        return degradations;
    }

    void inspect(Sample sample) {
        if (sample.forFitting()) {
            return;
        }
        if (sample.group().equals(Corpus.BURNT)) {
            Sample made = new Sample("model", sample.file(), sample.view(), sample.picture());
            bad.add(judge(made, Degradations.BURNT, 15, Spoiled.everywhere(sample.picture())));
            return;
        }
        Inspection inspection = inspectors.inspection(sample.picture());
        Inspected good = inspectors.inspect(inspection);
        boolean degraded = sample.scaled() && DEGRADED.contains(sample.group());
        clean.add(new Clean(
                sample.group(),
                sample.file(),
                sample.view(),
                inspection.style(),
                good.scores(),
                alarms(good),
                degraded ? tools(sample.picture()) : Map.of()));
        if (!degraded) {
            return;
        }
        for (Degradation degradation : degradations) {
            if (sample.group().equals(Gradients.GROUP) && !degradation.symptom().equals(Symptom.BANDING)) {
                continue;
            }
            for (double strength : degradation.strengths()) {
                Random random = new Random(Hash.of(sample.file() + sample.view() + degradation.name()));
                Spoiled spoiled = degradation.spoil().of(sample.picture(), strength, random);
                bad.add(judge(sample, degradation, strength, spoiled));
            }
        }
    }

    private Map<PublicTool, Double> tools(Picture picture) {
        return degradations.stream()
                .flatMap(each -> PublicTool.of(each.symptom()).stream())
                .distinct()
                .collect(Collectors.toMap(tool -> tool, tool -> tool.measure(picture)));
    }

    private Bad judge(Sample sample, Degradation degradation, double strength, Spoiled spoiled) {
        Inspection inspection = inspectors.inspection(spoiled.picture());
        Set<String> symptom = Set.of(degradation.symptom().id());
        Inspected seen = inspectors.inspect(inspection, symptom);
        double f1 = spoiled.where()
                .map(where -> inspectors.everything(inspection, symptom).stream()
                        .filter(finding -> finding.symptom().equals(degradation.symptom()))
                        .flatMap(finding -> finding.heatMap().stream())
                        .findFirst()
                        .map(map -> f1(map, where, spoiled.picture().width()))
                        .orElse(0.0))
                .orElse(Double.NaN);
        return new Bad(
                sample.group(),
                sample.file(),
                sample.view(),
                degradation,
                strength,
                seen.scores().getOrDefault(degradation.symptom(), 0.0),
                alarms(seen).contains(degradation.symptom()),
                f1,
                PublicTool.of(degradation.symptom())
                        .map(tool -> tool.measure(spoiled.picture()))
                        .orElse(Double.NaN));
    }

    private static Set<Symptom> alarms(Inspected inspected) {
        return inspected.findings().stream()
                .filter(finding -> finding.severity().compareTo(Severity.WARN) >= 0)
                .map(Finding::symptom)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The harmonic mean of precision and recall over the pixels, of the cells from 0.5 up. */
    private static double f1(HeatMap map, boolean[] where, int width) {
        int height = where.length / width;
        int both = 0;
        int either = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean hot = map.at(x * map.width() / width, y * map.height() / height) >= 0.5f;
                boolean spoiled = where[y * width + x];
                both += hot && spoiled ? 1 : 0;
                either += (hot ? 1 : 0) + (spoiled ? 1 : 0);
            }
        }
        return either == 0 ? 0 : 2.0 * both / either;
    }

    /** Groups the degraded pictures of a group by degradation and strength, in order. */
    Map<Degradation, Map<Double, List<Bad>>> byStrength(String group) {
        Map<Degradation, Map<Double, List<Bad>>> all = new LinkedHashMap<>();
        for (Bad each : bad) {
            if (each.group().equals(group)) {
                all.computeIfAbsent(each.degradation(), unused -> new LinkedHashMap<>())
                        .computeIfAbsent(each.strength(), unused -> new ArrayList<>())
                        .add(each);
            }
        }
        return all;
    }
}
