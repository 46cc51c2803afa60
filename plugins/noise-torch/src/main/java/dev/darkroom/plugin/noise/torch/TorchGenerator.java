package dev.darkroom.plugin.noise.torch;

import dev.darkroom.api.sampling.FloatRounding;
import dev.darkroom.api.sampling.NoiseGenerator;

/**
 * The two layouts of {@code torch.randn} on the CPU in float32, one for draws below 16 elements and one for the others.
 *
 * <p>A seed means the same bits on every machine and virtual machine: small draws use {@link StrictMath}, large ones what
 * {@link FloatRounding} allows. Draws below 16 elements are PyTorch's bit for bit. In larger ones PyTorch's own last bits
 * depend on the kernel it picks (scalar, AVX2, AVX512); here each function is rounded once from double, which agrees with
 * the recorded numbers to an absolute 3e-6.
 */
final class TorchGenerator implements NoiseGenerator {

    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;

    private final MersenneTwister twister;
    // The sine of the last pair of a small draw waits here for the next small draw, also across large ones.
    private double waiting = Double.NaN;

    TorchGenerator(int seed) {
        twister = new MersenneTwister(seed);
    }

    @Override
    public float[] normal(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("normal: expected a count of at least 1, found " + count);
        }
        return count < BLOCK ? small(count) : large(count);
    }

    private float[] small(int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) nextNormal();
        }
        return out;
    }

    /** Box-Muller on two uniforms of 53 bits. */
    private double nextNormal() {
        if (!Double.isNaN(waiting)) {
            double value = waiting;
            waiting = Double.NaN;
            return value;
        }
        double u1 = uniform53();
        double u2 = uniform53();
        double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-u2));
        double theta = 2 * Math.PI * u1;
        waiting = radius * StrictMath.sin(theta);
        return radius * StrictMath.cos(theta);
    }

    private float[] large(int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = uniform24();
        }
        int blocks = count / BLOCK;
        for (int k = 0; k < blocks; k++) {
            boxMuller(out, k * BLOCK);
        }
        if (count % BLOCK != 0) {
            for (int i = count - BLOCK; i < count; i++) {
                out[i] = uniform24();
            }
            boxMuller(out, count - BLOCK);
        }
        return out;
    }

    /** Box-Muller in place on 16 uniforms, of which element j pairs with j + 8; each operation rounds to float. */
    private static void boxMuller(float[] u, int from) {
        for (int j = from; j < from + HALF; j++) {
            float radius = (float) Math.sqrt(-2 * log(1 - u[j]));
            float theta = (float) (2 * Math.PI * u[j + HALF]);
            u[j] = radius * cos(theta);
            u[j + HALF] = radius * sin(theta);
        }
    }

    private static float log(float x) {
        double fast = Math.log(x);
        return (float) (FloatRounding.isClear(fast) ? fast : StrictMath.log(x));
    }

    private static float cos(float x) {
        double fast = Math.cos(x);
        return (float) (FloatRounding.isClear(fast) ? fast : StrictMath.cos(x));
    }

    private static float sin(float x) {
        double fast = Math.sin(x);
        return (float) (FloatRounding.isClear(fast) ? fast : StrictMath.sin(x));
    }

    private double uniform53() {
        long high = twister.nextInt();
        long low = twister.nextInt() & 0xffffffffL;
        return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
    }

    private float uniform24() {
        return (twister.nextInt() & (1 << 24) - 1) * 0x1p-24f;
    }
}
