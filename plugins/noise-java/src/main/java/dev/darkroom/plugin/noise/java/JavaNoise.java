package dev.darkroom.plugin.noise.java;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/**
 * Java's own generator: {@code new SplittableRandom(seed)} and its {@code nextGaussian()}, number after number, so that a
 * draw of 8 is a draw of 4 and another of 4. It is the quickest source, and no other program draws the same.
 *
 * <p>Of java.util's generators {@link SplittableRandom} is in {@code java.base} of every runtime, takes all 64 bits of
 * the seed, and, unlike {@link java.util.Random}, starts neighbouring seeds on unrelated numbers: the pictures of a batch
 * have neighbouring seeds.
 */
@Extension
public final class JavaNoise implements NoiseSource {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "java", "Java", "The noise of Java's own generator; other programs cannot repeat it.")
            .alias("splittable")
            .from("Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195; McFarland 2016, arXiv:1403.6870");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public NoiseGenerator open(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return count -> {
            if (count < 1) {
                throw new IllegalArgumentException("normal: expected a count of at least 1, found " + count);
            }
            float[] out = new float[count];
            for (int i = 0; i < count; i++) {
                out[i] = (float) random.nextGaussian();
            }
            return out;
        };
    }
}
