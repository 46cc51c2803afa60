package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.BrownianTree;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.GuidanceInterval;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final Neighbours neighbours = new Neighbours();

    private List<GenerationResult> generate(GenerationRequest.Builder request) {
        try (Pipeline pipeline = neighbours.pipeline()) {
            return pipeline.generate(request.build(), GenerationObserver.NONE, new Cancellation());
        }
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.of("a point").steps(4).seed(7);
    }

    @Test
    void makesThePictureTheNetworkKnows() {
        GenerationResult result = generate(request()).get(0);
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
        generate(request().cfgScale(1));
        assertThat(neighbours.batchSizes).containsExactly(1, 1, 1, 1);
        neighbours.batchSizes.clear();
        generate(request().cfgScale(1).count(3).batchSize(3));
        assertThat(neighbours.batchSizes).containsExactly(3, 3, 3, 3);
        neighbours.batchSizes.clear();
        generate(request().cfgScale(5));
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
        generate(request().cfgScale(5).count(2).batchSize(2));
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
        generate(request().cfgScale(1));
        assertThat(present).containsExactly(true, true, true, true);
        assertThat(neighbours.batchSizes).containsExactly(2, 2, 2, 2);
    }

    @Test
    void aPictureOfABatchEqualsThePictureMadeAlone() {
        List<GenerationResult> together = generate(request().count(3).batchSize(2));
        assertThat(together).extracting(GenerationResult::seed).containsExactly(7L, 8L, 9L);
        for (GenerationResult each : together) {
            assertThat(generate(request().seed(each.seed())).get(0).latent()).isEqualTo(each.latent());
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
        assertThat(generate(request()).get(0).picture().toArray()[0]).isNotCloseTo(Neighbours.TARGET, within(0.01f));

        ProcessOverrides v = new ProcessOverrides(Optional.of(PredictionType.V), Optional.empty(), false);
        assertThat(generate(request().process(v)).get(0).picture().toArray()[0])
                .isCloseTo(Neighbours.TARGET, within(1e-5f));
    }

    @Test
    void schedulesTheProcessThatTheRequestGives() {
        ProcessOverrides zeroSnr = new ProcessOverrides(Optional.empty(), Optional.empty(), true);
        double first = generate(request().process(zeroSnr))
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
        assertThatThrownBy(() -> generate(request().process(both)))
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
        generate(request().cfgScale(1));
        assertThat(told).containsExactly(920.0, 400.0);
    }

    @Test
    void thePathOfAPictureIsThatOfItsSeedWhateverTheBatch() {
        neighbours.sampler = new BrownianSampler();
        List<GenerationResult> together = generate(request().count(3).batchSize(3));
        for (GenerationResult each : together) {
            GenerationResult alone = generate(request().seed(each.seed())).get(0);
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
        assertThat(generate(request()).get(0).latent().toArray()).containsExactly(generator.normal(32));
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
        double sigma = generate(request()).get(0).trace().steps().get(0).sigma();
        generate(request().sgmNoiseMultiplier(true));
        double ratio = Math.sqrt(1 + sigma * sigma) / sigma;
        for (int i = 0; i < 32; i++) {
            assertThat((double) starts.get(1).at(i))
                    .isCloseTo(ratio * starts.get(0).at(i), within(1e-6));
        }
    }

    @Test
    void keepsTheEstimateOfEveryStepWhenAsked() {
        assertThat(generate(request().keepSteps(true)).get(0).steps()).hasSize(4);
        assertThat(generate(request()).get(0).steps()).isEmpty();
    }

    @Test
    void refusesSizesThatAreNoMultipleOfTheFactor() {
        assertThatThrownBy(() -> generate(request().size(18, 16)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("width 18 is not a multiple of 4 (model point): use 16 or 20");
    }

    @Test
    void aModelThatTurnsToNaNCostsTheRestOfThePictureOnly() {
        spoilNetworkFrom(3);
        GenerationResult result = generate(request().cfgScale(1)).get(0);
        assertThat(result.picture().countNonFinite()).isZero();
        assertThat(result.trace().failure().orElseThrow()).startsWith("step 3: denoiser returned 1 non-finite values");
        assertThat(result.trace().nonFinite().get(0).step()).isEqualTo(2);
        assertThat(result.findings().get(0).symptom()).isEqualTo(Symptom.INCOMPLETE);
        assertThat(result.findings().get(0).severity()).isEqualTo(Severity.SEVERE);
    }

    @Test
    void aModelThatStartsWithNaNFails() {
        spoilNetworkFrom(1);
        assertThatThrownBy(() -> generate(request().cfgScale(1)))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageStartingWith("step 1: denoiser returned 1 non-finite values of 32");
    }

    private void spoilNetworkFrom(int call) {
        AtomicInteger calls = new AtomicInteger();
        neighbours.network = (input, timestep, prompts, cancellation) -> {
            float[] values =
                    neighbours.epsilon(input, timestep, prompts, cancellation).toArray();
            if (calls.incrementAndGet() >= call) {
                values[5] = Float.NaN;
            }
            return Latent.of(input.shape(), values);
        };
    }

    @Test
    void aDecoderThatGivesNaNIsRecordedAndThePictureDelivered() {
        neighbours.codec = new Neighbours.Codec() {
            @Override
            public Picture decode(Latent latent, Cancellation cancellation) {
                float[] planes = new float[3 * 16 * 16];
                Arrays.fill(planes, Float.NaN);
                return Picture.of(16, 16, planes);
            }
        };
        GenerationResult result = generate(request()).get(0);
        assertThat(result.trace().nonFinite().get(0).component()).isEqualTo("decoder");
        assertThat(result.trace().nonFinite().get(0).count()).isEqualTo(768);
    }

    @Test
    void aSamplerThatFailsMidwayLeavesItsLastEstimate() {
        for (Supplier<Latent> ending : List.<Supplier<Latent>>of(
                () -> {
                    throw new AssertionError("boom");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> null,
                () -> Latent.zeros(new dev.darkroom.api.latent.Shape(1, 2, 4, 5)))) {
            neighbours.sampler = endingWith(ending);
            GenerationResult result = generate(request()).get(0);
            assertThat(result.picture().countNonFinite()).isZero();
            assertThat(result.trace().failure().orElseThrow())
                    .startsWith("step 2 of 4: sampler line of plugin plugin-line");
        }
    }

    @Test
    void aSamplerThatHangsIsGivenUpOn() {
        neighbours.patience = Duration.ofMillis(300);
        neighbours.sampler = endingWith(() -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        assertThat(generate(request()).get(0).trace().failure().orElseThrow()).contains("gave no sign of life for");
    }

    @Test
    void aSamplerThatFailsBeforeItsFirstStepFails() {
        neighbours.sampler = new Neighbours.LineSampler() {
            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                throw new NoClassDefFoundError("com/example/Gone");
            }
        };
        assertThatThrownBy(() -> generate(request()))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("sampler line of plugin plugin-line threw")
                .hasMessageContaining("plugins disable");
    }

    private static Neighbours.LineSampler endingWith(Supplier<Latent> ending) {
        return new Neighbours.LineSampler() {
            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                Latent denoised = denoiser.denoise(x, sigmas.at(0)).denoised();
                context.step(0, sigmas.at(0), sigmas.at(1), x, denoised);
                return ending.get();
            }
        };
    }

    @Test
    void guidanceAndNoiseThatGiveNothingFailClearly() {
        neighbours.guidance = new Neighbours.LinearGuidance() {
            @Override
            public Guide start(Settings settings) {
                return null;
            }
        };
        assertThatThrownBy(() -> generate(request()))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("guidance linear returned null");
        neighbours.guidance = new Neighbours.LinearGuidance();
        neighbours.noise = new Neighbours.JavaNoise() {
            @Override
            public dev.darkroom.api.sampling.NoiseGenerator open(long seed) {
                return count -> new float[] {Float.NaN};
            }
        };
        assertThatThrownBy(() -> generate(request()))
                .hasMessageContaining("noise source java: expected 32 numbers, found 1");
    }

    @Test
    void inspectorsThatFailCostTheirOwnFindingsOnly() {
        neighbours.inspectors = List.of(
                inspector("throws", () -> {
                    throw new LinkageError("no such method");
                }),
                inspector("null", () -> null),
                inspector("holds-null", () -> new Inspected(Map.of(), Arrays.asList((Finding) null))),
                inspector(
                        "works",
                        () -> Inspected.of(Finding.of("works", Symptom.NOISE, 0.9, Severity.WARN, "grainy", Map.of()))),
                inspector("hangs", () -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Inspected.NOTHING;
                }));
        List<Finding> findings = generate(request()).get(0).findings();
        assertThat(findings.get(0).message()).isEqualTo("grainy");
        assertThat(findings.subList(1, 5))
                .allMatch(finding -> finding.symptom().equals(Symptom.UNCHECKED))
                .extracting(Finding::inspector)
                .containsExactlyInAnyOrder("throws", "null", "holds-null", "hangs");
    }

    private static PostCheck inspector(String id, Supplier<Inspected> inspected) {
        return new PostCheck() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of(id, id, "Inspects.");
            }

            @Override
            public Inspected inspect(Inspection inspection, Options options) {
                return inspected.get();
            }
        };
    }

    @Test
    void aListenerThatThrowsIsNotAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        neighbours.listeners = List.of(new GenerationListener() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of("bad", "Bad", "Throws.");
            }

            @Override
            public void step(StepEvent event) {
                calls.incrementAndGet();
                throw new IllegalStateException("no");
            }
        });
        assertThat(generate(request())).hasSize(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void cancellationKeepsWhatIsFinished() {
        Cancellation cancellation = new Cancellation();
        List<GenerationResult> finished = new ArrayList<>();
        try (Pipeline pipeline = neighbours.pipeline()) {
            assertThatThrownBy(() -> pipeline.generate(
                            request().count(5).build(),
                            new GenerationObserver() {
                                @Override
                                public void picture(GenerationResult result) {
                                    finished.add(result);
                                }

                                @Override
                                public void step(StepEvent event) {
                                    if (event.firstPicture() == 2 && event.step() == 1) {
                                        cancellation.cancel();
                                    }
                                }
                            },
                            cancellation))
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(finished).hasSize(2);
        assertThat(neighbours.batchSizes).hasSize(4 + 4 + 2);
    }
}
