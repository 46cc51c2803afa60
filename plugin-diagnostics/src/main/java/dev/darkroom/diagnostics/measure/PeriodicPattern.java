package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * A pattern that repeats every few pixels all over a picture, as the strided layers of a decoder leave it, or the block
 * transform of JPEG.
 *
 * <p>The high-pass of the luma is folded: averaged over all pixels of the same phase {@code (x mod period, y mod period)}.
 * That is the spectral comb at the multiples of {@code 1 / period}, in the pixel domain; content averages out and the
 * pattern stays. Pixels count by the inverse of the local variance, so that smooth parts, where a pattern shows, decide.
 *
 * @param level root mean square of what the halves of the picture have in common of the pattern, in 8-bit codes; what content
 *     alone may give is taken off
 * @param significance the energy of the pattern in units of what content alone would give; about 1 without a pattern
 * @param edges how much stronger the gradient across the strongest phase is than across the others, a share; the weaker of
 *     both directions
 * @param aligned whether those edges lie on the multiples of the period, counted from the top left corner, as those of a
 *     JPEG do
 */
public record PeriodicPattern(double level, double significance, double edges, boolean aligned) {

    /** Variance, in square codes, that rounding to 8 bits and faint grain have anyway. */
    private static final float LEAST_VARIANCE = 0.5f;

    /** What content alone gives varies: over 64 phases a fifth of it is one standard deviation. */
    private static final double CHANCE = 1.4;

    private static final PeriodicPattern NONE = new PeriodicPattern(0, 1, 0, false);

    /**
     * Measures a pattern.
     *
     * @param luma in 8-bit codes; smaller than four periods a side, nothing is found
     * @param period in pixels, at least 2
     * @return the pattern
     */
    public static PeriodicPattern of(Plane luma, int period) {
        if (period < 2) {
            throw new IllegalArgumentException("period: expected at least 2 pixels, found " + period);
        }
        int width = luma.width();
        int height = luma.height();
        if (width < 4 * period || height < 4 * period) {
            return NONE;
        }
        float[] v = luma.values();
        float[] mean = Resampling.mean(luma, period / 2).values();
        float[] high = new float[v.length];
        float[] squares = new float[v.length];
        for (int row = 0; row < v.length; row += width) {
            subtract(v, mean, high, squares, row, row + width);
        }
        float[] variance =
                Resampling.mean(Plane.owning(width, height, squares), period).values();

        // Row by row into sums by column, which are folded at the end: loops that the compiler turns into vector
        // instructions. What is below the middle is summed apart.
        int middle = height / 2 / period * period;
        float[][] sumsOf = new float[2 * period][width];
        float[][] weightsOf = new float[2 * period][width];
        float[][] downOf = new float[period][width];
        float[] acrossOf = new float[width];
        float[] weight = new float[width];
        float[] deviation = new float[width];
        for (int y = 0; y < height; y++) {
            int phase = y % period + (y < middle ? 0 : period);
            int row = y * width;
            weigh(variance, row, weight, deviation, weightsOf[phase]);
            addProducts(weight, high, row, sumsOf[phase]);
            addChanges(deviation, v, row, 1, 1, acrossOf);
            if (y > 0) {
                addChanges(deviation, v, row, width, 0, downOf[y % period]);
            }
        }
        double[] across = new double[period];
        double[] down = new double[period];
        for (int x = 0; x < width; x++) {
            across[x % period] += acrossOf[x];
            for (int phase = 0; phase < period; phase++) {
                down[phase] += downOf[phase][x];
            }
        }
        Quarters quarters = Quarters.of(sumsOf, weightsOf, period);
        double[] all = quarters.pattern(0, 1, 2, 3);
        double energy = product(all, all);
        double expected = quarters.expected();
        double common = Math.min(
                product(quarters.pattern(0, 2), quarters.pattern(1, 3)),
                product(quarters.pattern(0, 1), quarters.pattern(2, 3)));
        return new PeriodicPattern(
                Math.sqrt(Math.max(0, Math.min(energy - CHANCE * expected, common))),
                energy / expected,
                Math.min(excess(across), excess(down)),
                strongest(across) == 0 && strongest(down) == 0);
    }

    /**
     * The high-pass folded, apart for the quarters of the picture: a pattern of the decoder is the same in all of them, what
     * content leaves is not.
     *
     * @param sums weighted, by quarter (upper left, upper right, lower left, lower right) and phase
     * @param weights by quarter and phase
     */
    private record Quarters(double[][] sums, double[][] weights) {

        static Quarters of(float[][] sumsOf, float[][] weightsOf, int period) {
            int width = sumsOf[0].length;
            int middle = width / 2 / period * period;
            double[][] sums = new double[4][period * period];
            double[][] weights = new double[4][period * period];
            for (int row = 0; row < 2 * period; row++) {
                for (int x = 0; x < width; x++) {
                    int quarter = (row < period ? 0 : 2) + (x < middle ? 0 : 1);
                    int phase = row % period * period + x % period;
                    sums[quarter][phase] += sumsOf[row][x];
                    weights[quarter][phase] += weightsOf[row][x];
                }
            }
            return new Quarters(sums, weights);
        }

        /** The weighted mean of each phase over some quarters, less that of all phases. */
        double[] pattern(int... quarters) {
            double[] pattern = new double[sums[0].length];
            double total = 0;
            double mass = 0;
            for (int phase = 0; phase < pattern.length; phase++) {
                double sum = 0;
                double weight = 0;
                for (int quarter : quarters) {
                    sum += sums[quarter][phase];
                    weight += weights[quarter][phase];
                }
                pattern[phase] = sum / weight;
                total += sum;
                mass += weight;
            }
            for (int phase = 0; phase < pattern.length; phase++) {
                pattern[phase] -= total / mass;
            }
            return pattern;
        }

        /** The energy that content alone would give the pattern of all. */
        double expected() {
            double expected = 0;
            for (int phase = 0; phase < weights[0].length; phase++) {
                double weight = weights[0][phase] + weights[1][phase] + weights[2][phase] + weights[3][phase];
                expected += 1 / (weight * weights[0].length);
            }
            return expected;
        }
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum / a.length;
    }

    private static void addProducts(float[] factors, float[] values, int from, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += factors[x] * values[from + x];
        }
    }

    /** Adds the weighted changes from the pixel {@code back} before, from a column on. */
    private static void addChanges(float[] factors, float[] values, int row, int back, int from, float[] sums) {
        for (int x = from; x < sums.length; x++) {
            sums[x] += factors[x] * Math.abs(values[row + x] - values[row - back + x]);
        }
    }

    /** The high-pass of a row, and its squares. */
    private static void subtract(float[] values, float[] mean, float[] high, float[] squares, int from, int to) {
        for (int i = from; i < to; i++) {
            high[i] = values[i] - mean[i];
            squares[i] = high[i] * high[i];
        }
    }

    /** The weights of a row's pixels, which are added up, and their roots. */
    private static void weigh(float[] variance, int row, float[] weight, float[] root, float[] sums) {
        for (int x = 0; x < weight.length; x++) {
            weight[x] = 1 / (variance[row + x] + LEAST_VARIANCE);
            root[x] = (float) Math.sqrt(weight[x]);
            sums[x] += weight[x];
        }
    }

    private static int strongest(double[] phases) {
        int best = 0;
        for (int i = 1; i < phases.length; i++) {
            if (phases[i] > phases[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double excess(double[] phases) {
        double[] sorted = phases.clone();
        Arrays.sort(sorted);
        double typical = sorted[sorted.length / 2];
        return typical > 0 ? sorted[sorted.length - 1] / typical - 1 : 0;
    }
}
