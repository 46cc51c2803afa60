package dev.darkroom.diagnostics.measure;

import java.util.Arrays;
import java.util.List;

/**
 * A logistic regression: the calibrated probability of a defect given some features of a picture. Its coefficients are
 * fitted by the inspection benchmark (task {@code fit}) on one half of the pictures.
 *
 * @param intercept the log-odds where all features are 0
 * @param weights the change of the log-odds with each feature
 */
public record LogisticModel(double intercept, List<Double> weights) {

    /** Copies the weights. */
    public LogisticModel {
        weights = List.copyOf(weights);
    }

    /** Returns a model. */
    public static LogisticModel of(double intercept, double... weights) {
        return new LogisticModel(intercept, Arrays.stream(weights).boxed().toList());
    }

    /** Returns the model with its log-odds moved everywhere. */
    public LogisticModel plus(double logOdds) {
        return new LogisticModel(intercept + logOdds, weights);
    }

    /**
     * Returns the probability.
     *
     * @param features finite, as many as there are weights
     * @return in [0,1]
     */
    public double probability(double... features) {
        if (features.length != weights.size()) {
            throw new IllegalArgumentException("features: expected " + weights.size() + ", found " + features.length);
        }
        double z = intercept;
        for (int i = 0; i < features.length; i++) {
            z += weights.get(i) * features[i];
        }
        return Score.logistic(z);
    }
}
