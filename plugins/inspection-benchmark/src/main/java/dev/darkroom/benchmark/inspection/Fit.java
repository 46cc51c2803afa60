package dev.darkroom.benchmark.inspection;

import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Fits the logistic models of the inspectors on the half of the corpus that is not reported on.
 *
 * <p>Labels are the probability that a person would call the picture defective: 0 for every good picture, and for a
 * degraded one what its {@link Target} says of the strength. Nobody was asked; the steps follow what is commonly taken for
 * visible. Good pictures count as {@value #GOOD} of all, whatever their number: most pictures are not defective.
 */
final class Fit {

    private static final double GOOD = 0.75;
    private static final double RIDGE = 0.05;
    private static final int ITERATIONS = 60;

    /** How much each group weighs: clip art is plentiful, photographs are rare. */
    private static final Map<String, Double> WEIGHTS =
            Map.of("photo", 3.0, "model", 1.0, "wallpaper", 3.0, "flat", 0.6, "stamp", 0.6);

    /**
     * One model to be fitted.
     *
     * @param name where its coefficients go
     * @param symptom whose measures it reads
     * @param labels by degradation and strength; what is not named is not used
     * @param features of the measures
     * @param good the share of good pictures its probabilities are for; moves the intercept after the fit
     */
    record Target(
            String name,
            String symptom,
            Map<String, Map<Double, Double>> labels,
            Function<Map<String, Double>, double[]> features,
            double good) {

        Target(
                String name,
                String symptom,
                Map<String, Map<Double, Double>> labels,
                Function<Map<String, Double>, double[]> features) {
            this(name, symptom, labels, features, GOOD);
        }
    }

    private record Example(double[] features, double label, double weight) {}

    private final Inspectors inspectors = new Inspectors();
    private final List<Target> targets;
    private final Map<Target, List<Example>> examples = new LinkedHashMap<>();

    Fit(List<Target> targets) {
        this.targets = targets;
        targets.forEach(target -> examples.put(target, new ArrayList<>()));
    }

    void learn(Sample sample, List<Degradation> degradations) {
        if (!sample.forFitting()) {
            return;
        }
        double weight = WEIGHTS.getOrDefault(sample.group(), 1.0);
        add(Spoiled.everywhere(sample.picture()), target -> 0.0, weight);
        if (!sample.scaled() || !Set.of("photo", "model").contains(sample.group())) {
            return;
        }
        for (Degradation degradation : degradations) {
            for (double strength : degradation.strengths()) {
                Function<Target, Double> label = target -> target.labels()
                        .getOrDefault(degradation.name(), Map.of())
                        .getOrDefault(strength, Double.NaN);
                if (targets.stream().allMatch(target -> label.apply(target).isNaN())) {
                    continue;
                }
                Random random = new Random(Hash.of(sample.file() + sample.view() + degradation.name()));
                add(degradation.spoil().of(sample.picture(), strength, random), label, weight);
            }
        }
    }

    private void add(Spoiled spoiled, Function<Target, Double> label, double weight) {
        Map<String, Map<String, Double>> measures = inspectors.measures(inspectors.inspection(spoiled.picture()));
        for (Target target : targets) {
            double labelled = label.apply(target);
            Map<String, Double> of = measures.getOrDefault(target.symptom(), new TreeMap<>());
            if (!Double.isNaN(labelled) && !of.isEmpty()) {
                examples.get(target).add(new Example(target.features().apply(of), labelled, weight));
            }
        }
    }

    /** Returns a line a model, as it is written in the code. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        examples.forEach((target, of) -> {
            double[] model = fit(of);
            model[0] += Math.log(GOOD / (1 - GOOD)) - Math.log(target.good() / (1 - target.good()));
            StringBuilder line = new StringBuilder(target.name()).append(" = LogisticModel.of(");
            for (int i = 0; i < model.length; i++) {
                line.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.3f", model[i]));
            }
            lines.add(
                    line.append(");  // ").append(of.size()).append(" examples").toString());
        });
        return lines;
    }

    /** Newton's method on the weighted log-likelihood, with a ridge on the standardised weights. */
    private static double[] fit(List<Example> examples) {
        int n = examples.get(0).features().length;
        double good = examples.stream()
                .filter(e -> e.label() == 0)
                .mapToDouble(Example::weight)
                .sum();
        double bad = examples.stream()
                .filter(e -> e.label() > 0)
                .mapToDouble(Example::weight)
                .sum();
        double[] mean = new double[n];
        double[] deviation = new double[n];
        for (int k = 0; k < n; k++) {
            int feature = k;
            double m = examples.stream()
                    .mapToDouble(e -> e.features()[feature])
                    .average()
                    .orElse(0);
            mean[k] = m;
            deviation[k] = Math.sqrt(examples.stream()
                            .mapToDouble(e -> Math.pow(e.features()[feature] - m, 2))
                            .average()
                            .orElse(1))
                    + 1e-9;
        }
        double[] beta = new double[n + 1];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] gradient = new double[n + 1];
            double[][] hessian = new double[n + 1][n + 1];
            for (int k = 1; k <= n; k++) {
                gradient[k] = RIDGE * beta[k];
                hessian[k][k] = RIDGE;
            }
            hessian[0][0] = 1e-9;
            for (Example example : examples) {
                double[] x = new double[n + 1];
                x[0] = 1;
                double z = beta[0];
                for (int k = 1; k <= n; k++) {
                    x[k] = (example.features()[k - 1] - mean[k - 1]) / deviation[k - 1];
                    z += beta[k] * x[k];
                }
                double p = 1 / (1 + Math.exp(-z));
                double weight =
                        example.weight() * examples.size() * (example.label() == 0 ? GOOD / good : (1 - GOOD) / bad);
                for (int i = 0; i <= n; i++) {
                    gradient[i] += weight * (p - example.label()) * x[i];
                    for (int j = 0; j <= n; j++) {
                        hessian[i][j] += weight * p * (1 - p) * x[i] * x[j];
                    }
                }
            }
            double[] step = solve(hessian, gradient);
            for (int i = 0; i <= n; i++) {
                beta[i] -= step[i];
            }
        }
        for (int k = 1; k <= n; k++) {
            beta[k] /= deviation[k - 1];
            beta[0] -= beta[k] * mean[k - 1];
        }
        return beta;
    }

    /** Gaussian elimination with partial pivots. */
    private static double[] solve(double[][] a, double[] b) {
        double[] x = b.clone();
        int n = x.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swap = a[column];
            a[column] = a[pivot];
            a[pivot] = swap;
            double value = x[column];
            x[column] = x[pivot];
            x[pivot] = value;
            for (int row = column + 1; row < n; row++) {
                double factor = a[row][column] / a[column][column];
                for (int k = column; k < n; k++) {
                    a[row][k] -= factor * a[column][k];
                }
                x[row] -= factor * x[column];
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            for (int k = row + 1; k < n; k++) {
                x[row] -= a[row][k] * x[k];
            }
            x[row] /= a[row][row];
        }
        return x;
    }

    /** The models of grain and blur. */
    static List<Target> targets() {
        Map<Double, Double> white = Map.of(2.0, 0.05, 3.0, 0.4, 5.0, 0.9, 7.0, 1.0, 10.0, 1.0, 15.0, 1.0);
        Map<Double, Double> correlated = Map.of(2.8, 0.05, 5.0, 0.5, 7.0, 0.85, 10.0, 1.0, 15.0, 1.0);
        Map<Double, Double> colour = Map.of(3.0, 0.3, 5.0, 0.85, 7.0, 1.0, 10.0, 1.0, 15.0, 1.0);
        // Beyond two pixels nothing is left of level 2 either.
        Map<Double, Double> slightBlur = Map.of(0.5, 0.0, 0.75, 0.3, 1.0, 0.6, 1.5, 0.9, 2.0, 1.0);
        Map<Double, Double> blur = Map.of(0.5, 0.0, 0.75, 0.3, 1.0, 0.6, 1.5, 0.9, 2.0, 1.0, 3.0, 1.0, 5.0, 1.0);
        return List.of(
                new Target("Graininess.FINE", "noise", Map.of("white noise", white), m -> new double[] {
                    log(m, "luma1"), log(m, "luma2") - log(m, "luma1"), log(m, "luma3") - log(m, "luma2")
                }),
                new Target(
                        "Graininess.COARSE",
                        "noise",
                        Map.of("correlated noise 1 px", correlated),
                        m -> new double[] {
                            log(m, "luma2"), log(m, "luma2") - log(m, "luma1"), log(m, "luma3") - log(m, "luma2")
                        },
                        0.5),
                new Target("Graininess.FINE_COLOUR", "noise", Map.of("white noise, each channel", white), m ->
                        new double[] {Math.max(log(m, "blue1"), log(m, "red1"))}),
                new Target("Graininess.COARSE_COLOUR", "noise", Map.of("colour noise 1 px", colour), m -> new double[] {
                    Math.max(log(m, "blue2"), log(m, "red2")),
                    Math.max(log(m, "blue3"), log(m, "red3")) - Math.max(log(m, "blue2"), log(m, "red2"))
                }),
                new Target("Sharpness.FINE", "blur", Map.of("blur", slightBlur), m ->
                        new double[] {m.getOrDefault("fine", 0.0)}),
                new Target("Sharpness.COARSE", "blur", Map.of("blur", blur), m ->
                        new double[] {m.getOrDefault("coarse", 0.0)}));
    }

    private static double log(Map<String, Double> measures, String name) {
        return Math.log(measures.getOrDefault(name, 0.0) + 0.2);
    }
}
