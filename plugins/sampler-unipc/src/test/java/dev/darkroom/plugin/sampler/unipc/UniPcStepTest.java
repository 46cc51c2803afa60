package dev.darkroom.plugin.sampler.unipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trap: coefficients computed in float lose all their digits in short steps. */
class UniPcStepTest {

    /** The corrector of order p integrates estimates that are polynomials of degree p in lambda without error. */
    @ParameterizedTest
    @CsvSource({"1, 2", "0.3, 3", "1e-2, 2", "1e-2, 3", "1e-4, 2", "1e-4, 3"})
    void shortStepsKeepTheirDigits(double h, int order) {
        double[] sigmas = new double[order + 1];
        for (int k = 0; k <= order; k++) {
            sigmas[k] = Math.exp((k - 1) * h);
        }
        double[] weights = new UniPcStep(true, false, false).weights(sigmas, 1, sigmas[0]);
        for (int degree = 0; degree <= order; degree++) {
            double sum = 0;
            for (int k = 0; k <= order; k++) {
                sum += weights[k] * Math.pow(1 - k, degree);
            }
            assertThat(sum / h).as("degree %d", degree).isCloseTo(integral(h, degree) / h, within(1e-10));
        }
    }

    /** Simpson's rule for the integral of {@code e^(u - h) (u/h)^p} over the step. */
    private static double integral(double h, int p) {
        int panels = 2000;
        double sum = 0;
        for (int i = 0; i <= panels; i++) {
            double s = (double) i / panels;
            double weight = i == 0 || i == panels ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(h * (s - 1)) * Math.pow(s, p);
        }
        return sum * h / panels / 3;
    }
}
