package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.Answer;

class GuardedOffersTest {

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch never = new CountDownLatch(1);

    private GuardedExperiment promising(Answer<Double> promise) {
        Experiment experiment = mock(Experiment.class);
        when(experiment.info()).thenReturn(ExtensionInfo.of("x", "X", "x"));
        when(experiment.factor()).thenReturn("nothing");
        when(experiment.causes()).thenReturn(Set.of("x"));
        when(experiment.obstacle(any())).thenReturn(Optional.empty());
        when(experiment.promise(any())).thenAnswer(promise);
        return new GuardedExperiment(experiment, cancellation, Duration.ofMillis(250));
    }

    private List<Planner.Offer> ask(GuardedExperiment... experiments) {
        return GuardedOffers.of(List.of(experiments), mock(Case.class), cancellation);
    }

    @Test
    void offersComeInOrder() {
        assertThat(ask(promising(call -> 0.1), promising(call -> 0.2), promising(call -> 0.3)))
                .extracting(Planner.Offer::promise)
                .containsExactly(0.1, 0.2, 0.3);
        assertThat(ask()).isEmpty();
    }

    @Test
    void oneThatHangsIsNamedAndTheOthersAreAskedAllTheSame() {
        GuardedExperiment hangs = promising(call -> {
            never.await();
            return 0.9;
        });
        List<Planner.Offer> offers = ask(promising(call -> 0.1), hangs, promising(call -> 0.3));
        assertThat(offers).hasSize(3);
        assertThat(offers.get(0).promise()).isEqualTo(0.1);
        assertThat(offers.get(1).obstacle()).contains("it did not return within 0.25 s");
        assertThat(offers.get(2).promise()).isEqualTo(0.3);
        long before = System.nanoTime();
        assertThat(ask(hangs).get(0).obstacle()).as("it is not asked again").isPresent();
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofMillis(250).toNanos());
    }

    @Test
    void slowOnesAreNotTakenForOneThatHangs() {
        Answer<Double> slow = call -> {
            Thread.sleep(150);
            return 0.5;
        };
        assertThat(ask(promising(slow), promising(slow), promising(slow), promising(slow)))
                .allSatisfy(offer -> assertThat(offer.obstacle()).isEmpty());
    }

    @Test
    void whateverOneThrowsIsItsObstacle() {
        List<Planner.Offer> offers = ask(
                promising(call -> {
                    throw new AssertionError("boom\nbang");
                }),
                promising(call -> 0.2));
        assertThat(offers.get(0).obstacle()).contains("it failed: boom; bang");
        assertThat(offers.get(1).promise()).isEqualTo(0.2);
    }

    @Test
    void cancellingEndsTheWait() {
        GuardedExperiment hangs = promising(call -> {
            cancellation.cancel();
            never.await();
            return 0.9;
        });
        assertThatThrownBy(() -> ask(hangs)).isInstanceOf(CancelledException.class);
    }
}
