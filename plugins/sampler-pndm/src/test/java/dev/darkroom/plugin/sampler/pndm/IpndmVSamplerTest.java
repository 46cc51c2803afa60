package dev.darkroom.plugin.sampler.pndm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.testing.RecordingContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IpndmVSamplerTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new IpndmVSampler();
    }

    /** Not of three and four evaluations, whose coefficients are those of no polynomial where steps differ. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("max_order", "1"), 1.0, Map.of("max_order", "2"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("max_order", "1"), Map.of("max_order", "3"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/ipndm_v.json");
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Test
    void upToThreeEvaluationsIsIpndmWhereStepsAreEqual() {
        SigmaSchedule sigmas = SigmaSchedule.of(6, 5, 4, 3, 2, 1, 0);
        Latent start = Latent.generate(new Shape(1, 4, 2, 2), i -> (float) (6 * Math.cos(3 * i)));
        Latent fixed = run(new IpndmSampler(), start, sigmas);
        Latent varying = run(new IpndmVSampler(), start, sigmas);
        assertThat(varying.minus(fixed).absQuantile(1)).isLessThan(5e-6);
    }

    private static Latent run(Sampler sampler, Latent start, SigmaSchedule sigmas) {
        DiffusionProcess process = DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.9, 0.02});
        RecordingContext context = new RecordingContext(
                Options.of(sampler.info().options(), Map.of("max_order", "3")), process, () -> start);
        return sampler.sample(GaussianMixture.single(0.7, new double[16]).denoiser(process), start, sigmas, context);
    }
}
