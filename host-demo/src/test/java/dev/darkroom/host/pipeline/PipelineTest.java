package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.BrownianTree;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.GuidanceInterval;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final Neighbours neighbours = new Neighbours();

    @Test
    void makesThePictureTheNetworkKnows() {
        GenerationResult result = neighbours.generate(Neighbours.request()).get(0);
        for (float value : result.picture().toArray()) {
            assertThat(value).isCloseTo(Neighbours.TARGET, within(1e-5f));
        }
        assertThat(result.trace().steps()).hasSize(4);
        assertThat(result.trace().evaluations()).isEqualTo(4);
        assertThat(result.trace().steps().get(3).next()).isZero();
        assertThat(result.trace().failure()).isEmpty();
        assertThat(result.findings()).isEmpty();
        assertThat(result.provenance().plugins()).containsKeys("plugin-line", "plugin-linear", "plugin-java");
    }

    @Test
    void guidanceScaleOneMakesNoUnconditionalEvaluation() {
        neighbours.generate(Neighbours.request().cfgScale(1));
        assertThat(neighbours.batchSizes).containsExactly(1, 1, 1, 1);
        neighbours.batchSizes.clear();
        neighbours.generate(Neighbours.request().cfgScale(1).count(3).batchSize(3));
        assertThat(neighbours.batchSizes).containsExactly(3, 3, 3, 3);
        neighbours.batchSizes.clear();
        neighbours.generate(Neighbours.request().cfgScale(5));
        assertThat(neighbours.batchSizes).containsExactly(2, 2, 2, 2);
    }

    @Test
    void guidanceWithinAnIntervalSavesTheOtherUnconditionalEvaluations() {
        neighbours.guidance = new Neighbours.LinearGuidance() {
            @Override
            public Guide start(Settings settings) {
                Guide linear = super.start(settings);
                return new Guide() {
                    @Override
                    public boolean needsUnconditional(double sigma) {
                        return new GuidanceInterval(false, 0.25, 0.75, 0, 1e9).guides(settings, sigma);
                    }

                    @Override
                    public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
                        return linear.guide(x, sigma, cond, uncond);
                    }
                };
            }
        };
        neighbours.generate(Neighbours.request().cfgScale(5).count(2).batchSize(2));
        assertThat(neighbours.batchSizes).containsExactly(2, 4, 4, 2);
    }

    @Test
    void aSamplerThatReadsTheUnconditionalEstimateGetsItAtEveryScale() {
        List<Boolean> present = new ArrayList<>();
        neighbours.sampler = new Neighbours.LineSampler() {
            @Override
            public boolean needsUnconditional() {
                return true;
            }

            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                return super.sample(
                        (state, sigma) -> {
                            Denoised denoised = denoiser.denoise(state, sigma);
                            present.add(denoised.uncond().isPresent()
                                    && denoised.denoised().equals(denoised.cond()));
                            return denoised;
                        },
                        x,
                        sigmas,
                        context);
            }
        };
        neighbours.generate(Neighbours.request().cfgScale(1));
        assertThat(present).containsExactly(true, true, true, true);
        assertThat(neighbours.batchSizes).containsExactly(2, 2, 2, 2);
    }

    @Test
    void aPictureOfABatchEqualsThePictureMadeAlone() {
        List<GenerationResult> together =
                neighbours.generate(Neighbours.request().count(3).batchSize(2));
        assertThat(together).extracting(GenerationResult::seed).containsExactly(7L, 8L, 9L);
        for (GenerationResult each : together) {
            assertThat(neighbours
                            .generate(Neighbours.request().seed(each.seed()))
                            .get(0)
                            .latent())
                    .isEqualTo(each.latent());
        }
    }

    @Test
    void believesTheRequestOnWhatTheModelPredicts() {
        neighbours.network = (input, timestep, prompts, cancellation) -> {
            double sigma = Neighbours.PROCESS.sigma(timestep);
            double a = Neighbours.PROCESS.inputScale(sigma);
            Latent epsilon = neighbours.epsilon(input, timestep, prompts, cancellation);
            return Latent.generate(input.shape(), i -> (float) (a * epsilon.at(i) - sigma * a * Neighbours.TARGET));
        };
        assertThat(neighbours.generate(Neighbours.request()).get(0).picture().toArray()[0])
                .isNotCloseTo(Neighbours.TARGET, within(0.01f));

        ProcessOverrides v = new ProcessOverrides(Optional.of(PredictionType.V), Optional.empty(), false);
        assertThat(neighbours
                        .generate(Neighbours.request().process(v))
                        .get(0)
                        .picture()
                        .toArray()[0])
                .isCloseTo(Neighbours.TARGET, within(1e-5f));
    }

    @Test
    void schedulesTheProcessThatTheRequestGives() {
        ProcessOverrides zeroSnr = new ProcessOverrides(Optional.empty(), Optional.empty(), true);
        double first = neighbours
                .generate(Neighbours.request().process(zeroSnr))
                .get(0)
                .trace()
                .steps()
                .get(0)
                .sigma();
        // The root of 1 / 4.8973e-8 - 1.
        assertThat(first).isCloseTo(4518.7, within(0.1));
    }

    @Test
    void refusesOverridesThatAreImpossibleBeforeAnyModelCall() {
        ProcessOverrides both = new ProcessOverrides(Optional.of(PredictionType.FLOW), Optional.empty(), true);
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request().process(both)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("zero-snr: expected a model trained with betas, found a rectified flow");
        assertThat(neighbours.batchSizes).isEmpty();
    }

    @Test
    void tellsTheNetworkTheTimestepsOfTheSchedule() {
        List<Double> told = new ArrayList<>();
        neighbours.network = (input, timestep, prompts, cancellation) -> {
            told.add(timestep);
            return neighbours.epsilon(input, timestep, prompts, cancellation);
        };
        neighbours.schedule = new NoiseSchedule() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of("rounded", "Rounded", "Two levels, told as other timesteps.");
            }

            @Override
            public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
                return SigmaSchedule.of(10, 1, 0).withTimesteps(920, 400);
            }
        };
        neighbours.generate(Neighbours.request().cfgScale(1));
        assertThat(told).containsExactly(920.0, 400.0);
    }

    @Test
    void thePathOfAPictureIsThatOfItsSeedWhateverTheBatch() {
        neighbours.sampler = new BrownianSampler();
        List<GenerationResult> together =
                neighbours.generate(Neighbours.request().count(3).batchSize(3));
        for (GenerationResult each : together) {
            GenerationResult alone =
                    neighbours.generate(Neighbours.request().seed(each.seed())).get(0);
            assertThat(alone.latent()).isEqualTo(each.latent());
        }
        SigmaSchedule sigmas = new Neighbours.Line().sigmas(Neighbours.PROCESS, 4, null);
        BrownianTree path = new BrownianTree(new Neighbours.JavaNoise()::open, 8, 32, sigmas.at(3), sigmas.at(0));
        assertThat(together.get(1).latent().toArray()).containsExactly(path.increment(sigmas.at(0), sigmas.at(2)));
    }

    /** Ends with the path's increment over the first two steps. */
    private static final class BrownianSampler extends Neighbours.LineSampler {
        @Override
        public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
            super.sample(denoiser, x, sigmas, context);
            context.brownian(sigmas.at(1), sigmas.at(2));
            return context.brownian(sigmas.at(0), sigmas.at(2));
        }
    }

    @Test
    void ancestralNoiseGoesOnWithTheGeneratorOfTheInitialLatent() {
        neighbours.sampler = new Neighbours.LineSampler() {
            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                super.sample(denoiser, x, sigmas, context);
                return context.noise(sigmas.at(0), sigmas.at(1));
            }
        };
        NoiseGenerator generator = new Neighbours.JavaNoise().open(7);
        generator.normal(32);
        assertThat(neighbours.generate(Neighbours.request()).get(0).latent().toArray())
                .containsExactly(generator.normal(32));
    }

    @Test
    void startsAtTheNoiseTimesSigmaOrAtTheDeviationOfNoisedData() {
        List<Latent> starts = new ArrayList<>();
        neighbours.sampler = new Neighbours.LineSampler() {
            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                starts.add(x.times(1 / sigmas.at(0)));
                return super.sample(denoiser, x, sigmas, context);
            }
        };
        double sigma = neighbours
                .generate(Neighbours.request())
                .get(0)
                .trace()
                .steps()
                .get(0)
                .sigma();
        neighbours.generate(Neighbours.request().sgmNoiseMultiplier(true));
        double ratio = Math.sqrt(1 + sigma * sigma) / sigma;
        for (int i = 0; i < 32; i++) {
            assertThat((double) starts.get(1).at(i))
                    .isCloseTo(ratio * starts.get(0).at(i), within(1e-6));
        }
    }

    @Test
    void keepsTheEstimateOfEveryStepWhenAsked() {
        assertThat(neighbours
                        .generate(Neighbours.request().keepSteps(true))
                        .get(0)
                        .steps())
                .hasSize(4);
        assertThat(neighbours.generate(Neighbours.request()).get(0).steps()).isEmpty();
    }

    @Test
    void refusesSizesThatAreNoMultipleOfTheFactor() {
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request().size(18, 16)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("width 18 is not a multiple of 4 (model point): use 16 or 20");
    }
}
