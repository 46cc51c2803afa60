package dev.darkroom.plugin.sampler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.testing.Processes;
import dev.darkroom.api.testing.RecordingContext;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What both samplers of this plugin must do. */
abstract class FlowSamplerContract extends SamplerContract {

    @Test
    void refusesAModelThatIsNoFlow() {
        Sampler.Setting setting = new Sampler.Setting(
                Processes.STABLE_DIFFUSION,
                false,
                SigmaSchedule.of(14.6, 1, 0),
                Options.defaults(sampler().info().options()));
        assertThatThrownBy(() -> sampler().check(setting))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected a rectified flow, found a model that predicts epsilon; choose")
                .hasMessageNotContaining("\n");
    }

    /** The flow of Gaussian data scales the distance to the mean of the marginal by the ratio of the deviations. */
    @Test
    void convergesOnTheFlowOfAGaussian() {
        double order = orders().get(Map.of());
        double std = 0.7;
        double mean = 0.5;
        double from = 0.95;
        double to = 0.05;
        Shape shape = new Shape(1, 4, 2, 2);
        DiffusionProcess flow = DiffusionProcess.flow();
        double[] means = new double[16];
        Arrays.fill(means, mean);
        Latent start = Latent.generate(shape, i -> (i - 7.5f) / 5);
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            int steps = 16 << k;
            double[] levels = new double[steps + 1];
            for (int i = 0; i <= steps; i++) {
                levels[i] = from + (to - from) * i / steps;
            }
            Latent end = sampler()
                    .sample(
                            GaussianMixture.single(std, means).denoiser(flow),
                            start,
                            SigmaSchedule.of(levels),
                            new RecordingContext(
                                    Options.defaults(sampler().info().options()), flow, () -> Latent.zeros(shape)));
            double ratio = deviation(std, to) / deviation(std, from);
            for (int i = 0; i < 16; i++) {
                double expected = (1 - to) * mean + ratio * (start.at(i) - (1 - from) * mean);
                errors[k] = Math.max(errors[k], Math.abs(end.at(i) - expected));
            }
        }
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isBetween(order - 0.2, order + 0.3);
    }

    private static double deviation(double std, double sigma) {
        return Math.hypot((1 - sigma) * std, sigma);
    }
}
