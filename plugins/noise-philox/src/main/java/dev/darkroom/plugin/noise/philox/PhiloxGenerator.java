package dev.darkroom.plugin.noise.philox;

import dev.darkroom.api.sampling.FloatRounding;
import dev.darkroom.api.sampling.NoiseGenerator;

/**
 * The layout of {@code torch.randn} on CUDA: element i of draw k has the counter {@code (k, 0, i, 0)}, and of the four
 * words it gives only the first normal of the first pair is used.
 */
final class PhiloxGenerator implements NoiseGenerator {

    private static final float TO_UNIT = 0x1p-32f;
    private static final float TO_ANGLE = (float) (2.3283064e-10 * 6.2831855);

    private final long seed;
    private int draw;

    PhiloxGenerator(long seed) {
        this.seed = seed;
    }

    @Override
    public float[] normal(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("normal: expected a count of at least 1, found " + count);
        }
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            long words = Philox.words(seed, draw, 0, i, 0);
            out[i] = boxMuller(words & 0xffffffffL, words >>> 32);
        }
        draw++;
        return out;
    }

    private static float boxMuller(long x, long y) {
        double u = x * (double) TO_UNIT + TO_UNIT / 2;
        double v = y * (double) TO_ANGLE + TO_ANGLE / 2;
        double fast = Math.sqrt(-2 * Math.log(u)) * Math.sin(v);
        return (float)
                (FloatRounding.isClear(fast) ? fast : StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.sin(v));
    }
}
