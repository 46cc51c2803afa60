package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSnrTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lambdaAndSigmaAreInverse(boolean flow) {
        LogSnr snr = new LogSnr(flow);
        for (double sigma : new double[] {1e-3, 0.2, 0.5, 0.999}) {
            assertThat(snr.sigma(snr.lambda(sigma))).isCloseTo(sigma, within(1e-12));
        }
        assertThat(snr.lambda(0)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** The level that ComfyUI gives a flow of shift 3, as reference runs record it. */
    @Test
    void aFlowBeginsWhereItsShiftPutsOneTenThousandthOfTheWay() {
        SigmaSchedule levels = new LogSnr(true).awayFromPureNoise(SigmaSchedule.of(1, 0.5, 0), 3);
        assertThat(levels.at(0)).isCloseTo(0.9999666644442963, within(1e-15));
        assertThat(levels.at(1)).isEqualTo(0.5);
        assertThat(new LogSnr(true)
                        .awayFromPureNoise(SigmaSchedule.of(1, 0.99999, 0), 1)
                        .at(0))
                .isEqualTo(0.99999);
    }

    @Test
    void otherSchedulesAreLeftAlone() {
        SigmaSchedule below = SigmaSchedule.of(0.9, 0);
        assertThat(new LogSnr(true).awayFromPureNoise(below, 3)).isSameAs(below);
        SigmaSchedule exploding = SigmaSchedule.of(14.6, 1, 0);
        assertThat(new LogSnr(false).awayFromPureNoise(exploding, 3)).isSameAs(exploding);
    }
}
