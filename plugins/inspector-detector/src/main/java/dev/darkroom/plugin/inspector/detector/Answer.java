package dev.darkroom.plugin.inspector.detector;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.plugin.inspector.detector.Manifest.Activation;

/** The numbers of one output. */
final class Answer {

    private final String name;
    private final long[] shape;
    private final float[] values;
    private final Activation activation;

    Answer(String name, long[] shape, float[] values, Activation activation) {
        this.name = name;
        this.shape = shape.clone();
        this.values = values;
        this.activation = activation;
    }

    /** Returns the size of a dimension, counted from the last, which is -1. */
    int size(int dimension) {
        return (int) shape[shape.length + dimension];
    }

    float raw(int index) {
        return values[index];
    }

    /**
     * Returns a number as a probability.
     *
     * @throws ModelException if it is NaN, or far from being one
     */
    double probability(int index) {
        double value = values[index];
        if (activation == Activation.SIGMOID) {
            value = 1 / (1 + Math.exp(-value));
        }
        if (!(value >= -0.01 && value <= 1.01)) {
            throw new ModelException("output " + name + ": expected scores from 0 to 1, found " + value
                    + (Double.isNaN(value) ? "" : "; \"activation\": \"sigmoid\" makes scores of logits"));
        }
        return Math.max(0, Math.min(1, value));
    }
}
