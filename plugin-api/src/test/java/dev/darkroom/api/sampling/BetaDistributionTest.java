package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BetaDistributionTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/golden/beta_quantiles.csv", numLinesToSkip = 1)
    void equalsScipy(double a, double b, double p, double quantile) {
        assertThat(new BetaDistribution(a, b).quantile(p)).isCloseTo(quantile, within(2e-9 * quantile));
        assertThat(new BetaDistribution(a, b).cumulative(quantile)).isCloseTo(p, within(1e-9 * p));
    }

    @Test
    void hasTheQuantilesOfTheArcsineAndTheUniformDistribution() {
        BetaDistribution arcsine = new BetaDistribution(0.5, 0.5);
        BetaDistribution uniform = new BetaDistribution(1, 1);
        for (double p = 0.001; p < 1; p += 0.0137) {
            double root = Math.sin(Math.PI * p / 2);
            assertThat(arcsine.quantile(p)).isCloseTo(root * root, within(1e-13 * root * root));
            assertThat(uniform.quantile(p)).isCloseTo(p, within(1e-13 * p));
        }
        assertThat(arcsine.quantile(0)).isZero();
        assertThat(arcsine.quantile(1)).isEqualTo(1);
    }

    @Test
    void refusesShapesThatAreNone() {
        assertThatThrownBy(() -> new BetaDistribution(0, Double.NaN))
                .hasMessage("beta distribution: expected a and b above 0, found 0.0 and NaN");
    }
}
