package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.testing.Processes;
import java.util.List;
import java.util.Map;
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
        return start(scale, Map.of());
    }

    /** Starts a run. */
    protected Guidance.Guide start(double scale, Map<String, String> options) {
        return guidance()
                .start(new Guidance.Settings(
                        scale,
                        Processes.STABLE_DIFFUSION,
                        SIGMAS,
                        Options.of(guidance().info().options(), options)));
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
    void aBatchEqualsItsPicturesAlone() {
        Guidance.Guide together = start(7.5);
        List<Guidance.Guide> alone = List.of(start(7.5), start(7.5));
        for (int i = 0; i < SIGMAS.steps(); i++) {
            double sigma = SIGMAS.at(i);
            // The second picture is much larger than the first: a norm over the batch would be nearly its own.
            Latent x = uneven(noise(10 + i).times(sigma));
            Latent cond = uneven(noise(20 + i));
            Latent uncond = uneven(noise(30 + i));
            Latent batch = together.guide(x, sigma, cond, uncond);
            for (int k = 0; k < 2; k++) {
                assertThat(batch.image(k))
                        .isEqualTo(alone.get(k).guide(x.image(k), sigma, cond.image(k), uncond.image(k)));
            }
        }
    }

    private static Latent uneven(Latent batch) {
        return Latent.stack(List.of(batch.image(0), batch.image(1).times(50)));
    }

    @Test
    void changesNoInput() {
        Latent x = noise(1).times(5);
        Latent cond = noise(2);
        Latent uncond = noise(3);
        start(7.5).guide(x, 5, cond, uncond);
        assertThat(x).isEqualTo(noise(1).times(5));
        assertThat(cond).isEqualTo(noise(2));
        assertThat(uncond).isEqualTo(noise(3));
    }

    @Test
    void flatEstimatesGiveFiniteOnes() {
        Latent zeros = Latent.zeros(SHAPE);
        Latent ones = Latent.generate(SHAPE, i -> 1);
        assertThat(start(7.5).guide(zeros, 5, zeros, zeros).countNonFinite()).isZero();
        assertThat(start(7.5).guide(ones, 5, ones, zeros).countNonFinite()).isZero();
        assertThat(start(7.5).guide(ones, 5, zeros, ones).countNonFinite()).isZero();
    }

    @Test
    void guidesWithinTheIntervalOnly() {
        assertGuided(Map.of(), true, true, true, true);
        assertGuided(Map.of("start", "0.25", "end", "0.75"), false, true, true, false);
        assertGuided(Map.of("sigma_low", "0.5", "sigma_high", "6"), false, true, true, false);
        assertGuided(Map.of("interval", "percent", "start", "0.5"), false, false, true, true);
    }

    private void assertGuided(Map<String, String> options, boolean... expected) {
        Guidance.Guide guide = start(7.5, options);
        for (int i = 0; i < expected.length; i++) {
            assertThat(guide.needsUnconditional(SIGMAS.at(i)))
                    .as("%s, step %s", options, i)
                    .isEqualTo(expected[i]);
        }
    }

    @Test
    void saysWhoItIs() {
        assertThat(guidance().info()).isEqualTo(guidance().info());
        assertThat(guidance().info().description()).isNotBlank();
        assertThat(guidance().info().names()).doesNotHaveDuplicates();
    }
}
