package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Models, samplers, guidance, inspectors and listeners that break in the middle of a generation. */
class FailingPartsTest {

    private final Neighbours neighbours = new Neighbours();

    @Test
    void aModelThatTurnsToNaNCostsTheRestOfThePictureOnly() {
        spoilNetworkFrom(3);
        GenerationResult result =
                neighbours.generate(Neighbours.request().cfgScale(1)).get(0);
        assertThat(result.picture().countNonFinite()).isZero();
        assertThat(result.trace().failure().orElseThrow()).startsWith("step 3: denoiser returned 1 non-finite values");
        assertThat(result.trace().nonFinite().get(0).step()).isEqualTo(2);
        assertThat(result.findings().get(0).symptom()).isEqualTo(Symptom.INCOMPLETE);
        assertThat(result.findings().get(0).severity()).isEqualTo(Severity.SEVERE);
    }

    @Test
    void aModelThatStartsWithNaNFails() {
        spoilNetworkFrom(1);
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request().cfgScale(1)))
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
        GenerationResult result = neighbours.generate(Neighbours.request()).get(0);
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
            GenerationResult result = neighbours.generate(Neighbours.request()).get(0);
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
        assertThat(neighbours
                        .generate(Neighbours.request())
                        .get(0)
                        .trace()
                        .failure()
                        .orElseThrow())
                .contains("gave no sign of life for");
    }

    @Test
    void aSamplerThatFailsBeforeItsFirstStepFails() {
        neighbours.sampler = new Neighbours.LineSampler() {
            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                throw new NoClassDefFoundError("com/example/Gone");
            }
        };
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request()))
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
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request()))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("guidance linear returned null");
        neighbours.guidance = new Neighbours.LinearGuidance();
        neighbours.noise = new Neighbours.JavaNoise() {
            @Override
            public dev.darkroom.api.sampling.NoiseGenerator open(long seed) {
                return count -> new float[] {Float.NaN};
            }
        };
        assertThatThrownBy(() -> neighbours.generate(Neighbours.request()))
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
        List<Finding> findings =
                neighbours.generate(Neighbours.request()).get(0).findings();
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
        assertThat(neighbours.generate(Neighbours.request())).hasSize(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void cancellationKeepsWhatIsFinished() {
        Cancellation cancellation = new Cancellation();
        List<GenerationResult> finished = new ArrayList<>();
        try (Pipeline pipeline = neighbours.pipeline()) {
            assertThatThrownBy(() -> pipeline.generate(
                            Neighbours.request().count(5).build(),
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
