package dev.darkroom.plugin.sampler.deis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VpTimeTest {

    @Test
    void runsFromOneThousandthToOne() {
        assertThat(VpTime.of(80)).isCloseTo(1, within(1e-13));
        assertThat(VpTime.of(0.002)).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void slopeIsTheDerivative() {
        double h = 1e-6;
        for (double sigma : new double[] {0.05, 0.7, 14.6}) {
            double dt = (VpTime.of(sigma + h) - VpTime.of(sigma - h)) / (2 * h);
            assertThat(VpTime.slope(sigma)).isCloseTo(1 / dt, within(1e-5 / dt));
        }
    }

    /** The sum as ComfyUI writes it: 10000 points, both ends among them, times a 10000th of the interval. */
    @Test
    void weightsAreTheSumOverTenThousandPoints() {
        double[][] histories = {{9.1, 14.6}, {2.2, 5.5, 9.1, 14.6}, {0.4, 0.9, 2.2}, {0.0292, 14.6}};
        double[] ends = {5.5, 0.9, 0.0292, 0.0291};
        for (int c = 0; c < ends.length; c++) {
            double[] weights = VpTime.weights(histories[c], ends[c]);
            for (int k = 0; k < weights.length; k++) {
                double expected = sum(histories[c], ends[c], k);
                assertThat(weights[k]).isCloseTo(expected, within(2e-8 * Math.abs(histories[c][0] - ends[c])));
            }
        }
    }

    private static double sum(double[] sigmas, double next, int k) {
        int points = 10_000;
        double from = VpTime.of(sigmas[0]);
        double to = VpTime.of(next);
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double t = from + (to - from) * i / (points - 1);
            double polynomial = 1;
            for (int j = 0; j < sigmas.length; j++) {
                if (j != k) {
                    polynomial *= (t - VpTime.of(sigmas[j])) / (VpTime.of(sigmas[k]) - VpTime.of(sigmas[j]));
                }
            }
            sum += polynomial * VpTime.slope(sigma(t, from, to, sigmas[0], next));
        }
        return sum * (to - from) / points;
    }

    /** Inverts the time by bisection, independently of how it is computed. */
    private static double sigma(double t, double from, double to, double high, double low) {
        if (t >= from) {
            return high;
        }
        if (t <= to) {
            return low;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (high + low) / 2;
            if (VpTime.of(middle) > t) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (high + low) / 2;
    }
}
