package dev.darkroom.plugin.sampler.ddim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.testing.Processes;
import dev.darkroom.api.testing.RecordingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DdimSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DdimSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 1.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("eta", "0.5"),
                Map.of("eta", "1"),
                Map.of("eta", "0.5", "clip_sample", "true", "use_clipped_model_output", "true"),
                Map.of("thresholding", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/ddim.json", "/golden/ddim_more.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return !options.containsKey("thresholding");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("eta", "0.5"), Map.of("eta", "1"));
    }

    /**
     * Under linspace spacing t - T/n is not the next timestep: diffusers steps to the one and shows the model the same numbers
     * at the other.
     */
    @Test
    void stepsToTMinusTOverNUnderLinspaceSpacing() {
        DiffusionProcess process = Processes.STABLE_DIFFUSION;
        double first = process.sigma(999);
        double second = process.sigma(500);
        double target = process.sigma(999 - 1000 / 3);
        Shape shape = new Shape(1, 4, 2, 2);
        Latent start = Latent.generate(shape, i -> i - 7.5f);
        List<Latent> seen = new ArrayList<>();
        RecordingContext context =
                new RecordingContext(Options.defaults(sampler().info().options()), process, () -> Latent.zeros(shape));
        // With all data at 0 a state is its noise.
        sampler()
                .sample(
                        (x, sigma) -> {
                            seen.add(x.times(process.inputScale(sigma)));
                            return new Denoised(Latent.zeros(shape), Latent.zeros(shape), Optional.empty());
                        },
                        start,
                        SigmaSchedule.withTargets(new double[] {first, second, 0}, new double[] {target, 0}),
                        context);
        assertThat(context.steps().get(0).next()).isEqualTo(target);
        for (int i = 0; i < shape.elements(); i++) {
            double reached = start.at(i) * target / first;
            assertThat(context.steps().get(0).x().at(i)).isCloseTo((float) reached, within(1e-5f));
            assertThat(seen.get(1).at(i)).isCloseTo((float) (reached * process.inputScale(target)), within(1e-6f));
        }
    }
}
