package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Style;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import dev.darkroom.benchmark.inspection.Regression.Example;
import dev.darkroom.diagnostics.measure.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Fits the models and thresholds of the inspectors on the half of the corpus that is not reported on.
 *
 * <p>Labels are the probability that a person would call the picture defective: 0 for every good picture, and for a
 * degraded one what its {@link Target} says of the strength. Nobody was asked.
 */
final class Fit {

    /** How much each group weighs: clip art is plentiful, photographs are rare. */
    private static final Map<String, Double> WEIGHTS =
            Map.of("photo", 3.0, "model", 1.0, "wallpaper", 3.0, "flat", 0.6, "stamp", 0.6);

    /** The share of the good pictures of a style that is to score below a half. */
    private static final double QUIET = 0.995;

    /** A good picture: its style, and what the target's features are of it. */
    private record Good(Style style, double[] features) {}

    private final Inspectors inspectors = new Inspectors();
    private final List<Target> targets;
    private final Map<Target, List<Example>> examples = new LinkedHashMap<>();
    private final Map<Target, List<Good>> goods = new LinkedHashMap<>();

    /** Fits those models that learn from one of some degradations. */
    Fit(List<Target> all, List<Degradation> degradations) {
        targets = all.stream()
                .filter(target ->
                        degradations.stream().anyMatch(each -> target.labels().containsKey(each.name())))
                .toList();
        targets.forEach(target -> {
            examples.put(target, new ArrayList<>());
            goods.put(target, new ArrayList<>());
        });
    }

    void learn(Sample sample, List<Degradation> degradations) {
        if (!sample.forFitting()) {
            return;
        }
        if (sample.group().equals(Corpus.BURNT)) {
            add(sample, Spoiled.everywhere(sample.picture()), label(sample, Degradations.BURNT, 15));
            return;
        }
        add(sample, Spoiled.everywhere(sample.picture()), target -> 0.0);
        if (!sample.scaled() || !Set.of("photo", "model").contains(sample.group())) {
            return;
        }
        for (Degradation degradation : degradations) {
            for (double strength : degradation.strengths()) {
                Function<Target, Double> label = label(sample, degradation, strength);
                if (targets.stream().allMatch(target -> label.apply(target).isNaN())) {
                    continue;
                }
                Random random = new Random(Hash.of(sample.file() + sample.view() + degradation.name()));
                add(sample, degradation.spoil().of(sample.picture(), strength, random), label);
            }
        }
    }

    private static Function<Target, Double> label(Sample sample, Degradation degradation, double strength) {
        return target -> !target.groups().contains(sample.group())
                ? Double.NaN
                : target.labels().getOrDefault(degradation.name(), Map.of()).getOrDefault(strength, Double.NaN);
    }

    private void add(Sample sample, Spoiled spoiled, Function<Target, Double> label) {
        Inspection inspection = inspectors.inspection(spoiled.picture());
        Map<String, Map<String, Double>> measures = inspectors.measures(
                inspection,
                targets.stream()
                        .filter(target -> !label.apply(target).isNaN())
                        .map(Target::symptom)
                        .collect(Collectors.toSet()));
        double weight = WEIGHTS.getOrDefault(sample.group(), 1.0);
        for (Target target : targets) {
            double labelled = label.apply(target);
            Map<String, Double> of = measures.getOrDefault(target.symptom(), new TreeMap<>());
            if (Double.isNaN(labelled) || of.isEmpty()) {
                continue;
            }
            double[] features = target.features().apply(of);
            if (target.groups().contains(sample.group())) {
                examples.get(target).add(new Example(features, labelled, weight));
            }
            if (labelled == 0 && spoiled.picture() == sample.picture()) {
                goods.get(target).add(new Good(inspection.style().orElse(Style.PHOTO), features));
            }
        }
    }

    /** Returns the lines of every model, as they stand in the code; of those alone that have degraded examples. */
    List<String> lines() {
        return examples.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(example -> example.label() > 0))
                .flatMap(entry -> lines(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private List<String> lines(Target target, List<Example> of) {
        double[] model = Regression.fit(of, Target.GOOD, target.ridge());
        model[0] += Math.log(Target.GOOD / (1 - Target.GOOD)) - Math.log(target.good() / (1 - target.good()));
        String count = ");  // " + of.size() + " examples";
        if (target.form() == Target.Form.THRESHOLD) {
            double half = -model[0] / model[1];
            return List.of(
                    target.name() + " = new ByStyle(" + byStyle(target, model, z -> Math.exp(half + z / model[1]))
                            + count,
                    target.name() + " steepness = " + number(model[1]));
        }
        String numbers = Arrays.stream(model).mapToObj(Fit::number).collect(Collectors.joining(", "));
        List<String> lines = new ArrayList<>(List.of(target.name() + " = LogisticModel.of(" + numbers + count));
        if (target.form() == Target.Form.MODEL_BY_STYLE) {
            lines.add(target.name() + " STRICTER = new ByStyle(" + byStyle(target, model, z -> z) + ");");
        }
        return lines;
    }

    /** A number for each style, from by how much the log-odds of its good pictures must be lowered. */
    private String byStyle(Target target, double[] model, Function<Double, Double> number) {
        return Arrays.stream(Style.values())
                .map(style -> goods.get(target).stream()
                        .filter(good -> good.style() == style)
                        .mapToDouble(good -> logOdds(model, good.features()))
                        .toArray())
                .map(logOdds -> logOdds.length == 0 ? 0 : Math.max(0, Quantiles.of(logOdds, QUIET)))
                .map(stricter -> number(number.apply(stricter)))
                .collect(Collectors.joining(", "));
    }

    private static double logOdds(double[] model, double[] features) {
        double sum = model[0];
        for (int i = 0; i < features.length; i++) {
            sum += model[i + 1] * features[i];
        }
        return sum;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
