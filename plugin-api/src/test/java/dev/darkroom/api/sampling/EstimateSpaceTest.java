package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EstimateSpaceTest {

    private static final Shape SHAPE = new Shape(1, 1, 1, 3);
    private static final double[] X0 = {0.3, -1.2, 0.8};
    private static final double[] NOISE = {1.1, 0.4, -0.7};

    /** Each prediction by its definition on x0 and noise, not by the formula under test. */
    @ParameterizedTest
    @EnumSource(PredictionType.class)
    void thePredictionIsWhatANetworkOfThatKindReturns(PredictionType kind) {
        DiffusionProcess process = kind == PredictionType.FLOW
                ? DiffusionProcess.flow()
                : DiffusionProcess.discrete(kind, Processes.STABLE_DIFFUSION.alphasCumprod());
        double sigma = 0.6;
        double a = 1 / Math.sqrt(1 + sigma * sigma);
        Latent x = Latent.generate(SHAPE, i -> (float) (process.signal(sigma) * X0[i] + sigma * NOISE[i]));
        Latent x0 = Latent.generate(SHAPE, i -> (float) X0[i]);
        Latent found = EstimateSpace.PREDICTION
                .direction(process, x, sigma, x0)
                .times(1 / EstimateSpace.PREDICTION.scale(process, sigma));
        for (int i = 0; i < 3; i++) {
            double expected = switch (kind) {
                case EPSILON -> NOISE[i];
                case V -> a * NOISE[i] - sigma * a * X0[i];
                case SAMPLE -> X0[i];
                case FLOW -> NOISE[i] - X0[i];
            };
            assertThat((double) found.at(i)).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void x0IsItself() {
        assertThat(EstimateSpace.X0.offset(DiffusionProcess.flow(), 0.5)).isZero();
        assertThat(EstimateSpace.X0.scale(DiffusionProcess.flow(), 0.5)).isEqualTo(-1);
    }
}
