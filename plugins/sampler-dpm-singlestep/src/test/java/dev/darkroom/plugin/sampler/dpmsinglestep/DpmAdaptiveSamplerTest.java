package dev.darkroom.plugin.sampler.dpmsinglestep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DpmAdaptiveSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new DpmAdaptiveSampler();
    }

    /** Has no step size of its own to halve: see {@link #errsLessTheLessItMayAndTellsItsError}. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("order", "2"),
                Map.of("eta", "1"),
                Map.of("pcoeff", "0.2", "icoeff", "0.4", "dcoeff", "0.1"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_adaptive.json", "/golden/dpm_adaptive_extra.json");
    }

    /** Ends at the smallest level above 0, as in the programs it comes from. */
    @Override
    protected boolean endsAtAnEstimate() {
        return false;
    }

    @Test
    void errsLessTheLessItMayAndTellsItsError() {
        Run loose = new Run(Map.of("rtol", "0.05", "atol", "0.05"));
        Run tight = new Run(Map.of("rtol", "0.001", "atol", "0.001"));
        assertThat(tight.errors.size()).isGreaterThan(loose.errors.size());
        assertThat(tight.offBy).isLessThan(loose.offBy / 10).isLessThan(0.005);
        assertThat(loose.errors).allMatch(error -> error >= 0 && error < 1);
        assertThat(tight.errors).allMatch(error -> error >= 0 && error < 0.05);
    }

    /** Data of deviation 0.7 around 0, from sigma 10 to 0.1. */
    private static final class Run implements SamplerContext {

        private final Options options;
        private final List<Double> errors = new ArrayList<>();
        private final double offBy;

        Run(Map<String, String> given) {
            DpmAdaptiveSampler sampler = new DpmAdaptiveSampler();
            options = Options.of(sampler.info().options(), given);
            Latent start = Latent.generate(new Shape(1, 4, 2, 2), i -> 10);
            Latent end = sampler.sample(
                    GaussianMixture.single(0.7, new double[16]).denoiser(process()),
                    start,
                    SigmaSchedule.of(10, 0.1, 0),
                    this);
            offBy = Math.abs(end.at(0) - 10 * Math.hypot(0.7, 0.1) / Math.hypot(0.7, 10));
        }

        @Override
        public Options options() {
            return options;
        }

        @Override
        public DiffusionProcess process() {
            return DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.99, 0.01});
        }

        @Override
        public Latent noise(double sigma, double next) {
            throw new AssertionError("expected no noise");
        }

        @Override
        public Latent brownian(double sigma, double next) {
            return noise(sigma, next);
        }

        @Override
        public void step(
                int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {
            assertThat(index).isEqualTo(errors.size());
            errors.add(embeddedError.orElseThrow());
        }
    }
}
