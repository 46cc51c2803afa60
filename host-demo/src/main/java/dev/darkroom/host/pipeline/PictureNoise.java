package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.BrownianTree;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.host.plugin.Registered;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers of one picture, which depend on its seed alone and not on the batch it is made in.
 *
 * <p>They are A1111's: the initial latent is the first draw of a generator, and the noise of ancestral steps goes on with it.
 * A source may give its streams another continuation, as those of ComfyUI do. The Brownian path has the picture's seed as
 * its entropy and spans the levels above 0.
 */
final class PictureNoise {

    private final Registered<NoiseSource> source;
    private final long seed;
    private final Shape shape;
    private final NoiseGenerator generator;
    private @Nullable BrownianTree path;

    /**
     * Opens the stream.
     *
     * @param source where the numbers come from
     * @param seed the picture's seed
     * @param shape the picture's latent, {@code [1,c,h,w]}
     */
    PictureNoise(Registered<NoiseSource> source, long seed, Shape shape) {
        this.source = source;
        this.seed = seed;
        this.shape = shape;
        this.generator = open(seed);
    }

    /** Draws the next unit normal numbers. */
    Latent next() {
        return Latent.of(shape, generator.normal(shape.elements()));
    }

    /** Returns the normalised increment of the picture's path between two levels of a run. */
    Latent brownian(SigmaSchedule sigmas, double sigma, double next) {
        if (path == null) {
            path = new BrownianTree(this::open, seed, shape.elements(), lowest(sigmas), sigmas.at(0));
        }
        return Latent.of(shape, path.increment(sigma, next));
    }

    private static double lowest(SigmaSchedule sigmas) {
        int last = sigmas.steps();
        while (last > 0 && sigmas.at(last) == 0) {
            last--;
        }
        return sigmas.at(last);
    }

    private NoiseGenerator open(long streamSeed) {
        @Nullable NoiseGenerator opened = source.extension().open(streamSeed);
        if (opened == null) {
            throw bad("returned null");
        }
        return count -> checked(opened.normal(count), count);
    }

    private float[] checked(float @Nullable [] values, int count) {
        if (values == null || values.length != count) {
            throw bad("expected " + count + " numbers, found " + (values == null ? "null" : values.length));
        }
        int nonFinite = 0;
        for (float value : values) {
            nonFinite += Float.isFinite(value) ? 0 : 1;
        }
        if (nonFinite > 0) {
            throw bad("found " + nonFinite + " non-finite numbers of " + count);
        }
        return values;
    }

    private DarkroomException bad(String what) {
        return new DarkroomException("noise source " + source.id() + ": " + what + ". Try another --noise-source");
    }
}
