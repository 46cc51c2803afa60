package dev.darkroom.plugin.sampler.lms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.testing.RecordingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LmsSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new LmsSampler();
    }

    /** Not order 4: the Euler step it has to start with leaves an error of order 2, which soon is the larger one. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("order", "1"), 1.0, Map.of("order", "2"), 2.0, Map.of("order", "3"), 3.0);
    }

    @Override
    protected int convergenceSteps(double order) {
        return 48;
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("order", "1"), Map.of("order", "3"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/lms.json", "/golden/lms_more.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    /** Order 4 at last: a slope that is a cubic in sigma is integrated without error once there are four of them. */
    @Test
    void integratesACubicExactlyWithUnevenSteps() {
        Denoiser cubic = (x, sigma) -> {
            Latent x0 = Latent.generate(x.shape(), i -> (float) (x.at(i) - sigma * slope(sigma)));
            return new Denoised(x0, x0, Optional.empty());
        };
        Latent start = Latent.zeros(new Shape(1, 1, 2, 2));
        RecordingContext context = new RecordingContext(
                Options.defaults(sampler().info().options()), DiffusionProcess.flow(), () -> start);
        SigmaSchedule sigmas = SigmaSchedule.of(2, 1.7, 1.2, 0.9, 0.5, 0.35, 0.1);
        sampler().sample(cubic, start, sigmas, context);
        for (int i = 3; i < sigmas.steps(); i++) {
            double moved = context.steps().get(i).x().at(0)
                    - context.steps().get(i - 1).x().at(0);
            assertThat(moved).isCloseTo(integral(sigmas.at(i + 1)) - integral(sigmas.at(i)), within(2e-6));
        }
    }

    private static double slope(double s) {
        return 4 * s * s * s - 3 * s * s + 2 * s - 1;
    }

    private static double integral(double s) {
        return s * s * s * s - s * s * s + s * s - s;
    }
}
