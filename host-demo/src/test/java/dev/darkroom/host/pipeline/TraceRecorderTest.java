package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Denoised;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {

    private static final Shape SHAPE = new Shape(1, 4, 8, 8);
    private static final double[] SIGMAS = {4, 2, 1, 0};

    private static Latent normal(long seed) {
        Random random = new Random(seed);
        return Latent.generate(SHAPE, i -> (float) random.nextGaussian());
    }

    /** Euler's steps towards an estimate that moves by {@code drift} a step. */
    private static List<StepRecord> run(double drift, @Nullable Denoised evaluation) {
        TraceRecorder recorder = new TraceRecorder(1);
        Latent target = normal(1);
        Latent x = Latent.sum(1, target, SIGMAS[0], normal(2));
        Latent off = normal(3);
        for (int i = 0; i + 1 < SIGMAS.length; i++) {
            Latent denoised = Latent.sum(1, target, drift * i, off);
            x = Latent.sum(SIGMAS[i + 1] / SIGMAS[i], x, 1 - SIGMAS[i + 1] / SIGMAS[i], denoised);
            recorder.step(i, SIGMAS[i], SIGMAS[i + 1], x, denoised, OptionalDouble.empty(), i + 1, evaluation);
        }
        return recorder.of(0);
    }

    @Test
    void aStraightPathHasNoCurvature() {
        assertThat(run(0, null)).allSatisfy(step -> assertThat(step.curvature()).isCloseTo(0, within(1e-5)));
        assertThat(run(0.5, null).get(2).curvature()).isGreaterThan(0.1);
    }

    @Test
    void theResidualIsTheNoiseThatIsLeft() {
        List<StepRecord> steps = run(0, null);
        double std = steps.get(0).denoised().std();
        double noise = Math.sqrt(sumOfSquares(normal(2)) / SHAPE.elements());
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).residual()).isCloseTo(SIGMAS[i + 1] * noise / std, within(1e-4));
        }
    }

    @Test
    void guidanceAlongTheEstimateIsParallel() {
        Latent cond = normal(4);
        Denoised along = new Denoised(cond.times(3), cond, Optional.of(cond.times(-1)));
        assertThat(run(0, along).get(0).guidanceParallel().orElseThrow()).isCloseTo(1, within(1e-6));
        Denoised against = new Denoised(cond.times(0.5), cond, Optional.of(cond.times(2)));
        assertThat(run(0, against).get(0).guidanceParallel().orElseThrow()).isCloseTo(-1, within(1e-6));
        Denoised unguided = new Denoised(cond, cond, Optional.empty());
        assertThat(run(0, unguided).get(0).guidanceParallel()).isEmpty();
        assertThat(run(0, null).get(0).guidanceParallel()).isEmpty();
    }

    private static double sumOfSquares(Latent latent) {
        double squares = 0;
        for (int i = 0; i < latent.shape().elements(); i++) {
            squares += (double) latent.at(i) * latent.at(i);
        }
        return squares;
    }
}
