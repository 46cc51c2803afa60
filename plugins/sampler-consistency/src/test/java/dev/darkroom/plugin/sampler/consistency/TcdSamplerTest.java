package dev.darkroom.plugin.sampler.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.testing.Processes;
import dev.darkroom.api.testing.RecordingContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TcdSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new TcdSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("eta", "1"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/tcd.json", "/golden/tcd_more.json");
    }

    @Override
    protected boolean convergesToTheData() {
        return false;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.7"), Map.of("eta", "1"));
    }

    @Test
    void endsAtTheLevelOfTimestepZeroUnderTheNameOfDiffusers() {
        DiffusionProcess process = Processes.STABLE_DIFFUSION;
        Shape shape = new Shape(1, 4, 2, 2);
        Latent start = Latent.generate(shape, i -> i - 7.5f);
        RecordingContext context = new RecordingContext(
                Options.of(sampler().info().options(), Map.of("final_timestep_zero", "true", "eta", "0")),
                process,
                () -> Latent.zeros(shape));
        // With all data at 0, what is left of the state is its noise.
        Latent end = sampler()
                .sample(
                        GaussianMixture.single(1e-9, new double[16]).denoiser(process),
                        start,
                        SigmaSchedule.of(14.6, 2, 0),
                        context);
        for (int i = 0; i < shape.elements(); i++) {
            assertThat(end.at(i)).isCloseTo((float) (start.at(i) * process.sigmaMin() / 14.6), within(1e-6f));
        }
    }
}
