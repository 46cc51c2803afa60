package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

/** Experiments that lie, hang and throw. */
class UntrustedExperimentTest extends DiagnosisFixture {

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
}
