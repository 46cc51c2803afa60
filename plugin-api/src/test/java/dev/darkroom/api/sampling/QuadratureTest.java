package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuadratureTest {

    /** The classic coefficients for equal steps: Hairer, Norsett, Wanner, Solving ODEs I, table III.1.1. */
    @Test
    void givesAdamsBashforthForEqualSteps() {
        double[] weights = Quadrature.overInterval(new double[] {3, 2, 1, 0}, 3, 4);
        assertThat(weights).containsExactly(new double[] {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}, within(1e-13));
    }

    @Test
    void integratesACubicExactly() {
        double[] nodes = {9.7, 8.1, 4.4, 0.3};
        double[] weights = Quadrature.overInterval(nodes, 9.7, 12.5);
        double sum = 0;
        for (int k = 0; k < nodes.length; k++) {
            sum += weights[k] * Math.pow(nodes[k], 3);
        }
        assertThat(sum).isCloseTo((Math.pow(12.5, 4) - Math.pow(9.7, 4)) / 4, within(1e-10));
    }

    @Test
    void matchesTheMomentsItIsGiven() {
        double[] nodes = {1, -0.7, -2.2};
        double[] moments = {0.3, -1.1, 4.2};
        double[] weights = Quadrature.weights(nodes, moments);
        for (int p = 0; p < moments.length; p++) {
            double sum = 0;
            for (int k = 0; k < nodes.length; k++) {
                sum += weights[k] * Math.pow(nodes[k], p);
            }
            assertThat(sum).isCloseTo(moments[p], within(1e-14));
        }
    }

    @Test
    void anEmptyIntervalWeighsNothing() {
        assertThat(Quadrature.overInterval(new double[] {2, 3}, 2, 2)).containsExactly(0, 0);
    }

    @Test
    void wantsAMomentForEachNode() {
        assertThatThrownBy(() -> Quadrature.weights(new double[] {1, 2}, 1))
                .hasMessageContaining("expected a moment for each of 2 nodes, found 1");
    }
}
