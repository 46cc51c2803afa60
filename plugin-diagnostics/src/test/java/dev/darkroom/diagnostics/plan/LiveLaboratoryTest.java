package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What is shared, counted and kept. */
class LiveLaboratoryTest extends DiagnosisFixture {

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
    void anExhaustiveDiagnosisSharesNothingAndGoesOnWhateverIsKnown() {
        when(service.denoise(any(), any(), anyDouble(), any()))
                .thenReturn(new Denoised(Latent.zeros(SHAPE), Latent.zeros(SHAPE), Optional.empty()));
        BiFunction<Case, Laboratory, List<Evidence>> two = (subject, laboratory) -> {
            laboratory.shoot(ASKED);
            laboratory.shoot(steps(8));
            laboratory.shoot(steps(8));
            laboratory.bench().denoise(ASKED, Latent.zeros(SHAPE), 2, laboratory.cancellation());
            return proof();
        };
        Question question = new Question(ASKED, Optional.empty(), Optional.empty(), Effort.EXHAUSTIVE, 24);
        Diagnosis diagnosis = diagnose(question, experiment("one", 2, two), experiment("two", 2, two));
        assertThat(diagnosis.path()).extracting(ExperimentRun::pictures).containsExactly(2, 2);
        assertThat(diagnosis.path().get(1).shots()).containsExactly("shot-4", "shot-5");
        verify(service, times(2)).denoise(any(), any(), anyDouble(), any());
        // That in question, two an experiment, and the trial of the fix.
        assertThat(diagnosis.cost().pictures()).isEqualTo(1 + 2 + 2 + 1);
        assertThat(diagnosis.shots()).hasSize(6);
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
}
