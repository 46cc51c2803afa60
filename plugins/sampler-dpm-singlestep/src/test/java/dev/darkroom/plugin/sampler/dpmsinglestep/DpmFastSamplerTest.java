package dev.darkroom.plugin.sampler.dpmsinglestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.testing.RecordingContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DpmFastSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new DpmFastSampler();
    }

    /** At the step counts of the contract the last step is of first order: see {@link #isOfThirdOrderIfItsLastStepIsOfSecond}. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("n", "11"), Map.of("eta", "1"), Map.of("eta", "0.5", "s_noise", "1.003"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_fast.json", "/golden/dpm_fast_extra.json");
    }

    /** Ends at the smallest level above 0, as in the programs it comes from. */
    @Override
    protected boolean endsAtAnEstimate() {
        return false;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("eta", "1"), Map.of("eta", "0.5"));
    }

    @Test
    void isOfThirdOrderIfItsLastStepIsOfSecond() {
        // 10 steps and 20: three evaluations in each but the last, which has two.
        assertThat(Math.log(error(29) / error(59)) / Math.log(2)).isBetween(2.8, 3.2);
    }

    private double error(int evaluations) {
        double std = 0.7;
        Latent start = Latent.generate(new Shape(1, 4, 2, 2), i -> 10 + i);
        DiffusionProcess process = DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.99, 0.01});
        Options options = Options.of(sampler().info().options(), Map.of("n", Integer.toString(evaluations)));
        Latent end = sampler()
                .sample(
                        GaussianMixture.single(std, new double[16]).denoiser(process),
                        start,
                        SigmaSchedule.of(10, 0.5),
                        new RecordingContext(options, process, () -> start));
        return Math.abs(end.at(15) - start.at(15) * Math.hypot(std, 0.5) / Math.hypot(std, 10));
    }

    @Test
    void endsWhereTheModelDoesIfTheScheduleHasOneLevelAboveZero() {
        DiffusionProcess process = DiffusionProcess.discrete(PredictionType.EPSILON, new double[] {0.99, 0.01});
        Latent start = Latent.zeros(new Shape(1, 4, 2, 2));
        RecordingContext context =
                new RecordingContext(Options.defaults(sampler().info().options()), process, () -> start);
        sampler()
                .sample(
                        GaussianMixture.single(1, new double[16]).denoiser(process),
                        start,
                        SigmaSchedule.of(5, 0),
                        context);
        assertThat(context.steps().get(0).next()).isCloseTo(process.sigmaMin(), within(1e-12));
    }

    @Test
    void refusesAncestralStepsOfAFlow() {
        Options options = Options.of(sampler().info().options(), Map.of("eta", "1"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected 0 for a flow model, found 1.0");
    }
}
