package dev.darkroom.plugin.sampler.dpm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.testing.Processes;
import dev.darkroom.api.testing.RecordingContext;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Dpm2AncestralSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpm2AncestralSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("eta", "0.5", "s_noise", "1.02"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_2_ancestral.json", "/golden/dpm_2_ancestral_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }

    /** Those betas begin at sigma 20291, so that the first step leaps over three orders of magnitude. */
    @Test
    void servesTheBetasOfSquaredcos() {
        DiffusionProcess process = Processes.discrete(BetaSchedule.SQUAREDCOS_CAP_V2.betas(1000, 1e-4, 0.02));
        double[] levels = new double[11];
        for (int i = 0; i < 10; i++) {
            levels[i] = process.sigma(999 - 99.9 * i);
        }
        Shape shape = new Shape(1, 4, 8, 8);
        Random random = new Random(5);
        double std = 0.5;
        GaussianMixture data = GaussianMixture.single(std, new double[16]);
        RecordingContext context = new RecordingContext(
                Options.defaults(sampler().info().options()),
                process,
                () -> Latent.generate(shape, i -> (float) random.nextGaussian()));
        Latent start = Latent.generate(shape, i -> (float) (random.nextGaussian() * levels[0]));
        Latent end = sampler().sample(data.denoiser(process), start, SigmaSchedule.of(levels), context);
        assertThat(end.countNonFinite()).isZero();
        assertThat(end.absQuantile(0.5)).isBetween(0.1, 2 * std);
    }
}
