package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

class DiagnosisRunTest {

    private static final Shape SHAPE = new Shape(1, 1, 2, 2);
    private static final GenerationRequest ASKED =
            GenerationRequest.of("a cat").steps(4).seed(7).build();

    private final GenerationService service = mock(GenerationService.class);
    private final Cancellation cancellation = new Cancellation();

    @BeforeEach
    void pictures() {
        when(service.generate(any(), any(), any()))
                .thenAnswer(call -> List.of(Results.of(call.getArgument(0), Latent.zeros(SHAPE))));
        when(service.alignment(any(), any())).thenReturn(OptionalDouble.of(0.5));
        when(service.setup(any()))
                .thenReturn(new ModelBench.Setup(
                        ASKED,
                        mock(ModelCard.class),
                        8,
                        8,
                        DiffusionProcess.flow(),
                        SigmaSchedule.of(1, 0),
                        Workload.of(1, 1),
                        Map.of()));
    }

    private static Experiment experiment(String id, int pictures, BiFunction<Case, Laboratory, List<Evidence>> body) {
        return new Experiment() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of(id, id, "tests");
            }

            @Override
            public String factor() {
                return "steps";
            }

            @Override
            public Set<String> causes() {
                return Set.of("too-few-steps");
            }

            @Override
            public int pictures(Case subject) {
                return pictures;
            }

            @Override
            public double promise(Case subject) {
                return 0.9;
            }

            @Override
            public Optional<String> obstacle(Case subject) {
                return Optional.empty();
            }

            @Override
            public List<Evidence> run(Case subject, Laboratory laboratory) {
                return body.apply(subject, laboratory);
            }

            @Override
            public Optional<GenerationRequest> cure(Case subject, String cause) {
                return Optional.of(steps(40));
            }
        };
    }

    private static GenerationRequest steps(int steps) {
        return ASKED.toBuilder().steps(steps).build();
    }

    private Diagnosis diagnose(Question question, Experiment... experiments) {
        return new ExperimentalDiagnostician()
                .diagnose(question, service, List.of(experiments), DiagnosisObserver.NONE, cancellation);
    }

    private static Question question(int budget) {
        return new Question(ASKED, Optional.empty(), Optional.empty(), Effort.NORMAL, budget);
    }

    private static List<Evidence> proof() {
        return List.of(Evidence.of("too-few-steps", Bearing.PROVES, 0.9, "seen"));
    }

    @Test
    void aProvenCauseIsLikelyAndItsFixIsTriedAtTheSameSeed() {
        when(service.alignment(any(), any())).thenReturn(OptionalDouble.of(0.2), OptionalDouble.of(0.8));
        Diagnosis diagnosis = diagnose(question(24), experiment("prove", 0, (subject, laboratory) -> proof()));
        assertThat(diagnosis.causes().get(0).cause()).isEqualTo("too-few-steps");
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.SETTLED);
        assertThat(diagnosis.fix()).hasValueSatisfying(fix -> {
            assertThat(fix.options()).containsExactly("--steps", "40");
            assertThat(fix.verified()).isTrue();
            assertThat(fix.after()).contains("shot-2");
            assertThat(fix.measuresAfter().get("misalignment"))
                    .isLessThan(fix.measuresBefore().get("misalignment"));
        });
        assertThat(diagnosis.sentence()).contains("likely (seen)").contains("cured by --steps 40");
        assertThat(diagnosis.cost().pictures()).isEqualTo(2);
    }

    @Test
    void aFixThatChangesNothingCuresNothing() {
        Diagnosis diagnosis = diagnose(question(24), experiment("pairs", 0, (subject, laboratory) -> {
            Pairs pairs = new Pairs("misalignment", 0.01);
            for (int k = 0; k < 8; k++) {
                pairs.add("", -0.5 - 0.01 * k);
            }
            return List.of(
                    Evidence.of("too-few-steps", Bearing.PROVES, 0.9, "seen").withEffect(pairs.effect()));
        }));
        assertThat(diagnosis.fix()).hasValueSatisfying(fix -> {
            assertThat(fix.after()).isPresent();
            assertThat(fix.verified()).isFalse();
        });
        assertThat(diagnosis.sentence()).doesNotContain("cured").contains("; try --steps 40");
    }

    @Test
    void aProvenCauseThatCannotShowAsTheSymptomDoesNotEndTheSearch() {
        Experiment dear = experiment("dear", 1, (subject, laboratory) -> List.of());
        for (Symptom symptom : List.of(new Symptom("seam"), Symptom.NOISE)) {
            Question asked = new Question(ASKED, Optional.empty(), Optional.of(symptom), Effort.NORMAL, 24);
            Diagnosis diagnosis =
                    diagnose(asked, experiment("prove", 0, (subject, laboratory) -> proof()), modest(dear));
            assertThat(diagnosis.path().get(1).failure().isPresent()).isEqualTo(symptom.equals(Symptom.NOISE));
        }
    }

    /** The same, of no more promise than is worth a picture while no cause is likely. */
    private static Experiment modest(Experiment experiment) {
        Experiment modest = mock(Experiment.class, AdditionalAnswers.delegatesTo(experiment));
        doReturn(0.4).when(modest).promise(any());
        return modest;
    }

    @Test
    void aSymptomThatNobodySpeaksOfIsRefused() {
        Question slip = new Question(ASKED, Optional.empty(), Optional.of(new Symptom("nosie")), Effort.QUICK, 8);
        assertThatThrownBy(() -> diagnose(slip))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("noise")
                .hasMessageContaining("found \"nosie\"");
    }

    @Test
    void theStatesOfTheRunInQuestionAreKeptAndOthersMadeAgain() {
        doAnswer(call -> {
                    GenerationRequest request = call.getArgument(0);
                    Latent state = Latent.generate(SHAPE, i -> request.steps());
                    GenerationObserver heard = call.getArgument(1);
                    heard.step(new StepEvent(0, 0, 1, 1, 0, state, state));
                    return List.of(Results.of(request, state));
                })
                .when(service)
                .generate(any(), any(), any());
        List<Float> seen = new ArrayList<>();
        Diagnosis diagnosis = diagnose(question(24), experiment("states", 9, (subject, laboratory) -> {
            for (int steps = 10; steps < 18; steps++) {
                laboratory.shoot(steps(steps));
            }
            seen.add(laboratory.states(ASKED).get(0).at(0));
            seen.add(laboratory.states(steps(10)).get(0).at(0));
            return List.of();
        }));
        assertThat(seen).containsExactly(4f, 10f);
        assertThat(diagnosis.cost().pictures()).isEqualTo(1 + 8 + 1);
    }

    @Test
    void aPictureIsMadeOnceWhoeverAsks() {
        BiFunction<Case, Laboratory, List<Evidence>> two = (subject, laboratory) -> {
            laboratory.shoot(steps(8));
            laboratory.shoot(steps(16));
            return List.of();
        };
        Diagnosis diagnosis = diagnose(question(24), experiment("one", 2, two), experiment("two", 2, two));
        verify(service, times(3)).generate(any(), any(), any());
        assertThat(diagnosis.cost().pictures()).isEqualTo(3);
        assertThat(diagnosis.cost().evaluations()).isEqualTo(4 + 8 + 16);
        assertThat(diagnosis.cost().alone()).isEqualTo(4 + 2 * (8 + 16));
        assertThat(diagnosis.path().get(1).pictures()).isZero();
        assertThat(diagnosis.path().get(1).shots()).containsExactly("shot-2", "shot-3");
    }

    @Test
    void theSameQuestionToTheNetworkIsAskedOnce() {
        when(service.denoise(any(), any(), anyDouble(), any()))
                .thenReturn(new Denoised(Latent.zeros(SHAPE), Latent.zeros(SHAPE), Optional.empty()));
        BiFunction<Case, Laboratory, List<Evidence>> ask = (subject, laboratory) -> {
            laboratory.bench().denoise(ASKED, Latent.zeros(SHAPE), 2, laboratory.cancellation());
            return List.of();
        };
        diagnose(question(24), experiment("one", 0, ask), experiment("two", 0, ask));
        verify(service, times(1)).denoise(any(), any(), anyDouble(), any());
    }

    @Test
    void anExperimentThatLiesAboutItsCostCannotOverspend() {
        Diagnosis diagnosis = diagnose(question(6), experiment("greedy", 1, (subject, laboratory) -> {
            for (int steps = 10; steps < 1000; steps++) {
                laboratory.shoot(steps(steps));
            }
            return List.of();
        }));
        assertThat(diagnosis.cost().pictures()).isLessThanOrEqualTo(6);
        assertThat(diagnosis.path().get(0).failure())
                .hasValueSatisfying(why -> assertThat(why).isEqualTo("it declared 1 picture and wanted more"));
        assertThat(diagnosis.path().get(0).pictures()).isEqualTo(1);
    }

    @Test
    void anExperimentThatHangsIsGivenUpAndNotCalledAgain() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Experiment hangs = experiment("hangs", 0, (subject, laboratory) -> {
            laboratory.shoot(ASKED);
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of();
        });
        Diagnosis diagnosis = diagnose(
                question(24),
                new GuardedExperiment(hangs, cancellation, Duration.ofMillis(200)),
                experiment("sound", 0, (subject, laboratory) -> proof()));
        assertThat(diagnosis.path().get(0).failure()).contains("it failed: it did not return within 0.2 s");
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExperimentThatHangsWhenItIsAskedIsNotAskedTwice() {
        CountDownLatch never = new CountDownLatch(1);
        Experiment hangs = mock(
                Experiment.class,
                AdditionalAnswers.delegatesTo(experiment("hangs", 0, (subject, laboratory) -> List.of())));
        doAnswer(call -> {
                    never.await();
                    return 0.9;
                })
                .when(hangs)
                .promise(any());
        Diagnosis diagnosis = diagnose(
                question(24),
                new GuardedExperiment(hangs, cancellation, Duration.ofMillis(200)),
                experiment("one", 0, (subject, laboratory) -> List.of()),
                experiment("two", 0, (subject, laboratory) -> List.of()));
        assertThat(diagnosis.path()).hasSize(3);
        assertThat(diagnosis.path().get(2).failure()).contains("it did not return within 0.2 s");
        verify(hangs, times(1)).promise(any());
    }

    @Test
    void aDiagnosisEndsThoughAnExperimentHangsWhenItIsStopped() {
        CountDownLatch never = new CountDownLatch(1);
        Diagnosis diagnosis = diagnose(
                question(24),
                experiment("one", 0, (subject, laboratory) -> proof()),
                experiment("hangs", 0, (subject, laboratory) -> {
                    cancellation.cancel();
                    while (true) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            // It does not listen either.
                        }
                    }
                }));
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.CANCELLED);
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
    }

    @Test
    void whatAnExperimentReturnsAndThrowsIsNotTrusted() {
        Experiment nameless = mock(Experiment.class);
        Diagnosis diagnosis = diagnose(
                question(24),
                nameless,
                experiment("null", 0, (subject, laboratory) -> null),
                experiment("null-inside", 0, (subject, laboratory) -> Collections.singletonList(null)),
                experiment("error", 0, (subject, laboratory) -> {
                    throw new AssertionError("x" + " ".repeat(10_000_000) + "x");
                }),
                experiment("pretends", 0, (subject, laboratory) -> {
                    throw new CancelledException();
                }),
                experiment("sound", 0, (subject, laboratory) -> proof()));
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.SETTLED);
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(diagnosis.path())
                .hasSize(6)
                .filteredOn(run -> !run.experiment().equals("sound"))
                .allSatisfy(run -> assertThat(run.failure())
                        .hasValueSatisfying(
                                why -> assertThat(why).startsWith("it failed: ").hasSizeLessThan(400)));
    }

    @Test
    void theLaboratoryWorksOnTheDiagnosingThreadAlone() {
        Set<Thread> threads = new HashSet<>();
        doAnswer(call -> {
                    threads.add(Thread.currentThread());
                    return OptionalDouble.empty();
                })
                .when(service)
                .alignment(any(), any());
        diagnose(question(24), experiment("one", 1, (subject, laboratory) -> {
            laboratory.shoot(steps(8));
            return List.of();
        }));
        verify(service, times(2)).generate(any(), any(), any());
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void wholePicturesFromTheBenchCountToo() {
        Diagnosis diagnosis = diagnose(question(4), experiment("sly", 0, (subject, laboratory) -> {
            for (int steps = 10; steps < 1000; steps++) {
                laboratory.bench().generate(steps(steps), GenerationObserver.NONE, new Cancellation());
            }
            return List.of();
        }));
        assertThat(diagnosis.cost().pictures()).isLessThanOrEqualTo(4);
    }

    @Test
    void anExperimentThatThrowsCostsNothingButItself() {
        Diagnosis diagnosis = diagnose(
                question(24),
                experiment("broken", 0, (subject, laboratory) -> {
                    throw new IllegalStateException("boom\nbang");
                }),
                experiment("linkage", 0, (subject, laboratory) -> {
                    throw new NoClassDefFoundError("gone");
                }),
                experiment("sound", 0, (subject, laboratory) -> proof()));
        assertThat(diagnosis.path().get(0).failure()).contains("it failed: boom; bang");
        assertThat(diagnosis.path().get(1).failure()).contains("it failed: gone");
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
    }

    @Test
    void whatIsKnownWhenItIsStoppedIsTold() {
        Diagnosis diagnosis = diagnose(
                question(24),
                experiment("one", 0, (subject, laboratory) -> proof()),
                experiment("two", 3, (subject, laboratory) -> {
                    cancellation.cancel();
                    laboratory.shoot(steps(99));
                    return List.of();
                }));
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.CANCELLED);
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(diagnosis.fix()).isEmpty();
    }

    @Test
    void saysHowExactlyThePictureWasMadeAgain() {
        Picture same = Picture.of(8, 8, new float[3 * 64]);
        Question identical = new Question(ASKED, Optional.of(same), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(identical).reproduction().kind()).isEqualTo(Reproduction.Kind.IDENTICAL);
        float[] other = new float[3 * 64];
        java.util.Arrays.fill(other, 0.5f);
        Question different =
                new Question(ASKED, Optional.of(Picture.of(8, 8, other)), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(different).reproduction().kind()).isEqualTo(Reproduction.Kind.DIFFERENT);
        Question larger = new Question(
                ASKED, Optional.of(Picture.of(9, 8, new float[3 * 72])), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(larger).reproduction().explanation()).contains("9x8", "8x8");
    }

    @Test
    void aQuestionIsAboutOnePictureAndAffordable() {
        GenerationRequest two = ASKED.toBuilder().count(2).build();
        assertThatThrownBy(() -> Question.of(two)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> question(0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1 to 10000");
    }
}
