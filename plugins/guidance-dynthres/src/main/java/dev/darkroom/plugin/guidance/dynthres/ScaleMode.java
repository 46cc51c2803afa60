package dev.darkroom.plugin.guidance.dynthres;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** How a scale goes over a run: the part above its minimum is multiplied by a factor of progress and a parameter. */
enum ScaleMode {
    CONSTANT("Constant", (t, value) -> 1),
    LINEAR_DOWN("Linear Down", (t, value) -> 1 - t),
    COSINE_DOWN("Cosine Down", (t, value) -> Math.cos(t * Angles.QUARTER)),
    HALF_COSINE_DOWN("Half Cosine Down", (t, value) -> Math.cos(t)),
    LINEAR_UP("Linear Up", (t, value) -> t),
    COSINE_UP("Cosine Up", (t, value) -> 1 - Math.cos(t * Angles.QUARTER)),
    HALF_COSINE_UP("Half Cosine Up", (t, value) -> 1 - Math.cos(t)),
    POWER_UP("Power Up", Math::pow),
    POWER_DOWN("Power Down", (t, value) -> 1 - Math.pow(t, value)),
    LINEAR_REPEATING("Linear Repeating", (t, value) -> Math.abs(1 - 2 * (t * value % 1))),
    COSINE_REPEATING("Cosine Repeating", (t, value) -> Math.cos(t * Angles.FULL * value) / 2 + 0.5),
    SAWTOOTH("Sawtooth", (t, value) -> t * value % 1);

    /** The program's own roundings of a quarter and a full turn. */
    private static final class Angles {
        static final double QUARTER = 1.5707;
        static final double FULL = 6.28318;
    }

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // The functions above capture nothing.
    private final DoubleBinaryOperator factor;

    ScaleMode(String label, DoubleBinaryOperator factor) {
        this.label = label;
        this.factor = factor;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(mode -> mode.label).toList();
    }

    static ScaleMode of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns the scale at a point of the run.
     *
     * @param scale the scale where the factor is 1
     * @param min the scale where it is 0
     * @param progress from 0 at the start to 1 at the end
     * @param parameter exponent or number of repetitions
     */
    double scale(double scale, double min, double progress, double parameter) {
        return min + (scale - min) * factor.applyAsDouble(progress, parameter);
    }
}
