package dev.darkroom.api.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * One Brownian path of one picture over the noise levels of a run, from which the solvers of stochastic differential
 * equations take increments. Increments over parts of an interval add up to that over the whole, however they overlap and
 * in whatever order they are asked for. Not thread-safe.
 *
 * <p>The path is that of k-diffusion's {@code BrownianTreeNoiseSampler}, and so of A1111, ComfyUI and diffusers: torchsde's
 * {@code BrownianTree}, which halves the interval again and again and draws the middle given both ends (a Brownian
 * bridge: Li, Wong, Chen and Duvenaud 2020, <i>Scalable Gradients for Stochastic Differential Equations</i>, section 4).
 * Each node draws from a generator of its own, seeded by NumPy's {@code SeedSequence}. With PyTorch's generator as the
 * source the numbers are torchsde's up to the rounding of a float.
 *
 * <p>Three habits of those programs are part of the numbers: levels are rounded to float, for they hold them so; then
 * to six decimals, the tolerance to which the path is resolved, so that it does not move within a shorter interval; and
 * levels outside the run's are moved to its ends.
 */
public final class BrownianTree {

    private static final int DECIMALS = 6;
    private static final int POOL_SIZE = 24;
    // Beyond, a double does not hold six decimals and halving would not end.
    private static final double HIGHEST = 1e9;
    // A step of a two-stage solver asks for two intervals among three levels.
    private static final int REMEMBERED = 4;

    private final LongFunction<NoiseGenerator> source;
    private final long seed;
    private final int count;
    private final double start;
    private final double end;
    private final double[] whole;
    private final Map<Double, double[]> points = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, double[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Starts a path.
     *
     * @param source opens a stream of unit normal numbers by its seed, as {@link NoiseSource#open} does; each node of the
     *     tree opens one
     * @param seed the picture's seed, unsigned
     * @param count how many numbers an increment has, at least 1
     * @param low the lowest level of the run above 0
     * @param high its highest level, at least {@code low} and at most 1e9
     */
    public BrownianTree(LongFunction<NoiseGenerator> source, long seed, int count, double low, double high) {
        if (!(low >= 0 && low <= high && high <= HIGHEST)) {
            throw new IllegalArgumentException(
                    "Brownian path: expected levels from 0 to 1e9, the lower first, found " + low + " and " + high);
        }
        this.source = source;
        this.seed = seed;
        this.count = count;
        this.start = rounded((float) low);
        this.end = rounded((float) high);
        this.whole = new double[count];
        double std = Math.sqrt((float) high - (double) (float) low);
        float[] noise = draw(SeedSequence.firstWord(seed, POOL_SIZE));
        for (int i = 0; i < count; i++) {
            whole[i] = std * noise[i];
        }
    }

    /**
     * Returns the increment of the path from one level to another, divided by the root of their distance: unit normal
     * numbers if both lie within the run.
     *
     * @param from the level the interval begins at, finite, from 0 up
     * @param to the level it ends at, above or below {@code from}; the other way round the increment has the other sign
     * @return that many numbers; zeros if both levels are one as floats
     */
    public float[] increment(double from, double to) {
        double a = level(from);
        double b = level(to);
        double distance = Math.abs(b - a);
        double scale = distance == 0 ? 0 : 1 / Math.sqrt(distance);
        double[] before = at(within(a));
        double[] after = at(within(b));
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) (scale * (after[i] - before[i]));
        }
        return out;
    }

    private static double level(double sigma) {
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Brownian path: expected a finite level from 0 up, found " + sigma);
        }
        return (float) sigma;
    }

    private double within(double level) {
        return Math.min(Math.max(rounded(level), start), end);
    }

    /** Returns the path at a level, as it rises from 0 at the start. */
    private double[] at(double level) {
        return points.computeIfAbsent(level, this::find);
    }

    private double[] find(double level) {
        double[] path = new double[count];
        if (level == start) {
            return path;
        }
        if (level == end) {
            return whole;
        }
        double[] rise = whole.clone();
        double left = start;
        double right = end;
        long key = 0;
        for (int depth = 0; ; depth++) {
            double middle = rounded(0.5 * (left + right));
            double share = (middle - left) / (right - left);
            double std = Math.sqrt((middle - left) * (right - middle) / (right - left));
            float[] noise = draw(SeedSequence.firstWord(seed, POOL_SIZE, key, depth));
            for (int i = 0; i < count; i++) {
                double half = share * rise[i] + std * noise[i];
                if (level < middle) {
                    rise[i] = half;
                } else {
                    path[i] += half;
                    rise[i] -= half;
                }
            }
            if (level == middle) {
                return path;
            }
            key *= 2;
            if (level < middle) {
                right = middle;
            } else {
                left = middle;
                key++;
            }
        }
    }

    private float[] draw(long nodeSeed) {
        return source.apply(nodeSeed).normal(count);
    }

    private static double rounded(double level) {
        return new BigDecimal(level).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }
}
