package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.testing.GoldenCase;
import dev.darkroom.api.testing.RecordingContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a sampler as a golden case says and compares every state with the reference's. */
public final class SamplerGoldens {

    private SamplerGoldens() {}

    /**
     * Asserts that a sampler follows a reference trajectory.
     *
     * @param sampler the sampler under test
     * @param golden the reference
     * @param options the sampler's options that match the reference's arguments
     */
    public static void assertFollows(Sampler sampler, GoldenCase golden, Map<String, String> options) {
        Iterator<Latent> noise = golden.noise().iterator();
        RecordingContext context = new RecordingContext(
                Options.of(sampler.info().options(), options), golden.process(), () -> noise.next());
        AtomicInteger evaluations = new AtomicInteger();
        Denoiser denoiser = golden.denoiser();
        sampler.sample(
                (x, sigma) -> {
                    evaluations.incrementAndGet();
                    return denoiser.denoise(x, sigma);
                },
                golden.start(),
                golden.sigmas(),
                context);

        List<double[]> expected = golden.trajectory();
        assertThat(context.steps()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            float[] found = context.steps().get(i).x().toArray();
            for (int j = 0; j < found.length; j++) {
                assertThat((double) found[j])
                        .as("%s, state after step %d, element %d", golden, i, j)
                        .isCloseTo(expected.get(i)[j], within(golden.tolerance()));
            }
        }
        assertThat(evaluations).as("%s, evaluations", golden).hasValue(golden.evaluations());
        assertThat(noise.hasNext()).as("%s, draws left over", golden).isFalse();
    }
}
