package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultistepHistoryTest {

    private static final Shape SHAPE = new Shape(1, 1, 1, 2);

    /** The definition: what an estimate, and its derivatives in Taylor's series, add over a step by Simpson's rule. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.7, 3})
    void weightsAreTheIntegralsOfTaylorsSeries(double h) {
        ExponentialWeights weights = ExponentialWeights.of(1, -h);
        assertThat(weights.value()).isCloseTo(integral(h, 0), within(1e-9));
        assertThat(weights.slope()).isCloseTo(integral(h, 1), within(1e-9));
        assertThat(weights.curvature()).isCloseTo(integral(h, 2) / 2, within(1e-9));
        assertThat(weights.midpoint().slope()).isEqualTo(weights.value() / 2);
    }

    @Test
    void aSecondOrderStepIsExactIfEstimatesChangeEvenly() {
        double h = 0.8;
        MultistepHistory history = new MultistepHistory(2);
        history.add(-0.3, constant(3 + 2 * -0.3));
        history.add(0, constant(3));
        Latent x = history.step(Math.exp(-h), constant(5), ExponentialWeights.of(1, -h), h, 2);
        double exact = Math.exp(-h) * 5 + 3 * integral(h, 0) + 2 * h * integral(h, 1);
        assertThat((double) x.at(0)).isCloseTo(exact, within(1e-6));
    }

    @Test
    void keepsTheNewestEstimatesAndOneForALevel() {
        MultistepHistory history = new MultistepHistory(2);
        history.add(0, constant(1));
        history.add(1, constant(2));
        history.add(1, constant(7));
        assertThat(history.size()).isEqualTo(2);
        history.add(2, constant(3));
        assertThat(history.size()).isEqualTo(2);
        // Value 1 and slope 1 a unit of lambda: 3 + (3 - 7).
        Latent x = history.step(0, constant(0), new ExponentialWeights(1, 1, 0), 1, 2);
        assertThat(x.at(1)).isEqualTo(-1);
    }

    private static double integral(double h, int power) {
        int n = 2000;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double tau = h * i / n;
            int simpson = i == 0 || i == n ? 1 : i % 2 == 0 ? 2 : 4;
            sum += simpson * Math.exp(tau - h) * Math.pow(tau / h, power);
        }
        return sum * h / n / 3;
    }

    private static Latent constant(double value) {
        return Latent.generate(SHAPE, i -> (float) value);
    }
}
