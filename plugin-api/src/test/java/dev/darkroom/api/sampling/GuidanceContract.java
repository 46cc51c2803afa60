package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.testing.Processes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Guidance} must do under its default options. A guidance's test extends this class. */
public abstract class GuidanceContract {

    private static final Shape SHAPE = new Shape(2, 4, 4, 4);
    private static final SigmaSchedule SIGMAS = SigmaSchedule.of(14.6, 5, 1, 0.2, 0);

    /** Returns the guidance under test. */
    protected abstract Guidance guidance();

    /** Starts a run under the default options. */
    protected Guidance.Guide start(double scale) {
        return guidance()
                .start(new Guidance.Settings(
                        scale,
                        Processes.STABLE_DIFFUSION,
                        SIGMAS,
                        Options.defaults(guidance().info().options())));
    }

    /** Returns unit noise. */
    protected static Latent noise(long seed) {
        Random random = new Random(seed);
        return Latent.generate(SHAPE, i -> (float) random.nextGaussian());
    }

    @Test
    void scaleOneIsTheConditionalModelAlone() {
        for (int i = 0; i < SIGMAS.steps(); i++) {
            assertThat(start(1).needsUnconditional(SIGMAS.at(i))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.5, 7.5, 30})
    void equalEstimatesNeedNoGuiding(double scale) {
        Latent x = noise(1).times(5);
        Latent estimate = noise(2);
        Latent guided = start(scale).guide(x, 5, estimate, estimate);
        assertThat(guided.shape()).isEqualTo(SHAPE);
        for (int i = 0; i < SHAPE.elements(); i++) {
            assertThat(guided.at(i)).isCloseTo(estimate.at(i), within(1e-5f));
        }
    }

    @Test
    void runsShareNoHistory() {
        Guidance.Guide fresh = start(7.5);
        Latent expected = fresh.guide(noise(1).times(5), 5, noise(2), noise(3));
        start(7.5).guide(noise(4).times(5), 5, noise(5), noise(6));
        assertThat(start(7.5).guide(noise(1).times(5), 5, noise(2), noise(3))).isEqualTo(expected);
    }

    @Test
    void saysWhoItIs() {
        assertThat(guidance().info()).isEqualTo(guidance().info());
        assertThat(guidance().info().description()).isNotBlank();
        assertThat(guidance().info().names()).doesNotHaveDuplicates();
    }
}
