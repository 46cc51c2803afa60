package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.model.NoisePredictor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** While a picture is inspected and delivered the next one is sampled already. */
class NextPictureTest {

    private final Neighbours neighbours = new Neighbours();
    private final List<GenerationResult> delivered = new ArrayList<>();

    private void generate(GenerationRequest.Builder request, GenerationObserver observer) {
        try (Pipeline pipeline = neighbours.pipeline()) {
            pipeline.generateEach(request.build(), observer, new Cancellation());
        }
    }

    @Test
    void isSampledWhileThePictureBeforeItIsDelivered() {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch fifth = new CountDownLatch(1);
        NoisePredictor network = neighbours.network;
        neighbours.network = (input, timestep, prompts, cancellation) -> {
            if (calls.incrementAndGet() == 5) {
                fifth.countDown();
            }
            return network.predict(input, timestep, prompts, cancellation);
        };
        List<String> told = new ArrayList<>();
        List<Boolean> inTime = new ArrayList<>();
        generate(Neighbours.request().count(2), new GenerationObserver() {
            @Override
            public void step(StepEvent event) {
                told.add("step of " + event.firstPicture());
            }

            @Override
            public void picture(GenerationResult result) {
                if (result.index() == 0) {
                    int before = told.size();
                    inTime.add(await(fifth));
                    assertThat(told).as("told one after the other").hasSize(before);
                }
                told.add("picture " + result.index());
            }
        });
        assertThat(inTime).containsExactly(true);
        assertThat(told).containsSubsequence("step of 0", "picture 0", "picture 1");
        assertThat(told).filteredOn("step of 1"::equals).hasSize(4);
        assertThat(told).endsWith("picture 1");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void doesNotTakeThePictureBeforeItAlongWhenItCannotBegin() {
        NoiseSource noise = neighbours.noise;
        AtomicInteger begun = new AtomicInteger();
        neighbours.noise = new Neighbours.JavaNoise() {
            @Override
            public NoiseGenerator open(long seed) {
                if (begun.incrementAndGet() > 1) {
                    throw new IllegalStateException("no more noise");
                }
                return noise.open(seed);
            }
        };
        assertThatThrownBy(() -> generate(Neighbours.request().count(3), new Delivered()))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("no more noise");
        assertThat(delivered).hasSize(1);
    }

    @Test
    void endsWhenThePictureBeforeItCannotBeDelivered() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        NoisePredictor network = neighbours.network;
        neighbours.network = (input, timestep, prompts, cancellation) -> {
            if (calls.incrementAndGet() > 1000) {
                LockSupport.parkNanos(5_000_000);
            }
            return network.predict(input, timestep, prompts, cancellation);
        };
        assertThatThrownBy(() -> generate(Neighbours.request().steps(1000).count(2), new GenerationObserver() {
                    @Override
                    public void picture(GenerationResult result) {
                        throw new IllegalStateException("no room");
                    }
                }))
                .hasMessageContaining("no room");
        Thread.sleep(200);
        int soonAfter = calls.get();
        Thread.sleep(200);
        assertThat(calls).as("calls of the model").hasValue(soonAfter);
        assertThat(soonAfter).isLessThan(2000);
    }

    private final class Delivered implements GenerationObserver {
        @Override
        public void picture(GenerationResult result) {
            delivered.add(result);
        }
    }
}
