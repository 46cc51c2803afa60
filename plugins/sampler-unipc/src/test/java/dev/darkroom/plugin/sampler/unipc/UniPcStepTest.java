package dev.darkroom.plugin.sampler.unipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniPcStepTest {

    /**
     * A step of order 3 integrates estimates that are quadratic in lambda exactly, however short it is. In single
     * precision the coefficients lose their digits to cancellation: a step of 1e-3 then keeps none of the second slope.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 1e-2, 1e-3, 1e-4})
    void coefficientsKeepTheirDigitsInShortSteps(double h) {
        UniPcStep step = new UniPcStep(true, false, false);
        double start = 0.4;
        double[] lambdas = {start, start - h, start - 2.5 * h};
        double[] sigmas = new double[3];
        for (int k = 0; k < 3; k++) {
            sigmas[k] = Math.exp(-lambdas[k]);
        }
        double to = Math.exp(-start - h);
        double[] weights = step.weights(sigmas, 0, to);
        for (int degree = 0; degree <= 2; degree++) {
            double found = 0;
            for (int k = 0; k < 3; k++) {
                found += weights[k] * Math.pow((lambdas[k] - start) / h, degree);
            }
            assertThat(found).as("degree %d", degree).isCloseTo(integral(h, degree), withinPercentage(1e-7));
        }
    }

    /** Returns the integral of {@code e^(lambda - end) ((lambda - start) / h)^degree} over the step, by its power series. */
    private static double integral(double h, int degree) {
        double sum = 0;
        double term = h * Math.exp(-h);
        for (int m = 0; m < 40; m++) {
            sum += term / (degree + m + 1);
            term *= h / (m + 1);
        }
        return sum;
    }
}
