package dev.darkroom.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardedDiagnosticianTest {

    private static final Question QUESTION =
            Question.of(GenerationRequest.of("a cat").build());

    private final GenerationService service = mock(GenerationService.class);
    private final Cancellation cancellation = new Cancellation();

    @FunctionalInterface
    private interface Body {
        Diagnosis diagnose(GenerationService service, DiagnosisObserver observer) throws Exception;
    }

    private Diagnosis diagnose(Body body) {
        Diagnostician diagnostician = new Diagnostician() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of("stranger", "Stranger", "tests");
            }

            @Override
            public Diagnosis diagnose(
                    Question question,
                    GenerationService given,
                    List<Experiment> experiments,
                    DiagnosisObserver observer,
                    Cancellation stop) {
                try {
                    return body.diagnose(given, observer);
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        return new GuardedDiagnostician("diagnostician stranger", diagnostician, Duration.ofMillis(300))
                .diagnose(QUESTION, service, List.of(), DiagnosisObserver.NONE, cancellation);
    }

    @Test
    void whatItFindsIsReturned() {
        Diagnosis found = mock(Diagnosis.class);
        assertThat(diagnose((given, observer) -> found)).isSameAs(found);
    }

    @Test
    void oneThatHangsIsGivenUpAndEndsWithItsNextCall() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CountDownLatch later = new CountDownLatch(1);
        assertThatThrownBy(() -> diagnose((given, observer) -> {
                    while (true) {
                        try {
                            later.await();
                            break;
                        } catch (InterruptedException e) {
                            // It does not listen.
                        }
                    }
                    try {
                        given.samplers();
                    } catch (Throwable e) {
                        ended.complete(e);
                    }
                    return null;
                }))
                .isInstanceOf(DarkroomException.class)
                .hasMessage("diagnostician stranger gave no sign of life for 0.3 s and was given up: see `darkroom"
                        + " plugins`");
        later.countDown();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
    }

    @Test
    void timeInTheServiceIsNotItsOwnAndCallsAreSignsOfLife() {
        Diagnosis found = mock(Diagnosis.class);
        when(service.generate(any(), any(), any())).thenAnswer(call -> {
            Thread.sleep(700);
            return List.of();
        });
        assertThat(diagnose((given, observer) -> {
                    given.generate(QUESTION.request(), null, cancellation);
                    for (int k = 0; k < 6; k++) {
                        Thread.sleep(100);
                        observer.picture("as asked", 1, 1);
                    }
                    return found;
                }))
                .isSameAs(found);
    }

    @Test
    void whateverItThrowsIsOneOfTheContractsExceptions() {
        assertThatThrownBy(() -> diagnose((given, observer) -> {
                    throw new InvalidRequestException("steps: expected 1 to 10000");
                }))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("steps: expected 1 to 10000");
        assertThatThrownBy(() -> diagnose((given, observer) -> {
                    throw new NoClassDefFoundError("gone");
                }))
                .isInstanceOf(DarkroomException.class)
                .hasMessage("diagnostician stranger failed: java.lang.NoClassDefFoundError: gone");
        assertThatThrownBy(() -> diagnose((given, observer) -> null))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("returned null");
    }

    @Test
    void whatTheServiceThrowsReachesItUnchanged() {
        when(service.samplers()).thenThrow(new InvalidRequestException("no such model"));
        assertThatThrownBy(() -> diagnose((given, observer) -> {
                    given.samplers();
                    return null;
                }))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("no such model");
    }
}
