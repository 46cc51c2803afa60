package dev.darkroom.benchmark.inspection;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One model to be fitted.
 *
 * @param name where its numbers go
 * @param symptom whose measures it reads
 * @param labels by degradation and strength; what is not named is not used
 * @param features of the measures
 * @param groups whose pictures it is fitted on
 * @param ridge how much the weights of the standardised features are held back
 * @param good the share of good pictures its probabilities are for; moves the intercept after the fit
 * @param form how its numbers stand in the code
 */
record Target(
        String name,
        String symptom,
        Map<String, Map<Double, Double>> labels,
        Function<Map<String, Double>, double[]> features,
        Set<String> groups,
        double ridge,
        double good,
        Form form) {

    /** Good pictures count as this share of all, whatever their number: most pictures are not defective. */
    static final double GOOD = 0.75;

    private static final double RIDGE = 0.05;

    static final Set<String> ALL = Set.copyOf(Corpus.GROUPS);

    enum Form {
        /** A logistic model for pictures of every style. */
        MODEL,
        /** A logistic model, and by how much its log-odds are lowered for each style. */
        MODEL_BY_STYLE,
        /** {@code Score.above} of one measure, whose logarithm is the feature: the steepness, and the half for each style. */
        THRESHOLD
    }

    static Target model(
            String name,
            String symptom,
            Map<String, Map<Double, Double>> labels,
            Function<Map<String, Double>, double[]> features) {
        return new Target(name, symptom, labels, features, ALL, RIDGE, GOOD, Form.MODEL);
    }

    static Target byStyle(
            String name,
            String symptom,
            Map<String, Map<Double, Double>> labels,
            Function<Map<String, Double>, double[]> features) {
        return new Target(name, symptom, labels, features, Set.of("photo"), RIDGE, GOOD, Form.MODEL_BY_STYLE);
    }

    static Target threshold(
            String name,
            String symptom,
            Map<String, Map<Double, Double>> labels,
            Function<Map<String, Double>, Double> measure) {
        return new Target(
                name,
                symptom,
                labels,
                m -> new double[] {Math.log(Math.max(LEAST, measure.apply(m)))},
                Set.of("photo"),
                RIDGE,
                GOOD,
                Form.THRESHOLD);
    }

    /** The logarithm of less than this is that of this. */
    private static final double LEAST = 1e-3;

    Target on(String... names) {
        return new Target(name, symptom, labels, features, Set.of(names), ridge, good, form);
    }

    Target goodShare(double share) {
        return new Target(name, symptom, labels, features, groups, ridge, share, form);
    }

    Target heldBack(double by) {
        return new Target(name, symptom, labels, features, groups, by, good, form);
    }
}
