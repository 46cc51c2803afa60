package dev.darkroom.api.latent;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An immutable block of floats in NCHW order.
 *
 * <p>Coefficients are doubles, and a sum of several latents is one pass over them: a solver's step is best written as one
 * sum. Every operation allocates its result and changes no operand.
 */
public final class Latent {

    private final Shape shape;
    private final float[] data;

    private Latent(Shape shape, float[] data) {
        if (data.length != shape.elements()) {
            throw new IllegalArgumentException(
                    "latent: expected " + shape.elements() + " values for " + shape + ", found " + data.length);
        }
        this.shape = shape;
        this.data = data;
    }

    /** A value by flat index, for {@link #generate}. */
    @FunctionalInterface
    public interface IndexedValue {
        /** Returns the value at a flat NCHW index. */
        float at(int index);
    }

    /** Returns a latent that holds a copy of {@code data}. */
    public static Latent of(Shape shape, float[] data) {
        return new Latent(shape, data.clone());
    }

    /** Returns a latent whose values are computed one by one, in index order. */
    public static Latent generate(Shape shape, IndexedValue value) {
        float[] data = new float[shape.elements()];
        for (int i = 0; i < data.length; i++) {
            data[i] = value.at(i);
        }
        return new Latent(shape, data);
    }

    /** Returns a latent that holds a copy of the next {@code shape.elements()} values of {@code source}. */
    public static Latent read(Shape shape, FloatBuffer source) {
        float[] data = new float[shape.elements()];
        source.get(data);
        return new Latent(shape, data);
    }

    /** Returns a latent of zeros. */
    public static Latent zeros(Shape shape) {
        return new Latent(shape, new float[shape.elements()]);
    }

    /** Returns the pictures of several latents of equal c, h and w as one batch, in order. */
    public static Latent stack(List<Latent> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("stack: expected at least one latent, found none");
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Shape first = parts.get(0).shape;
        int n = 0;
        for (Latent part : parts) {
            if (!part.shape.withBatch(1).equals(first.withBatch(1))) {
                throw mismatch(first, part.shape);
            }
            n += part.shape.n();
        }
        Shape shape = first.withBatch(n);
        float[] data = new float[shape.elements()];
        int at = 0;
        for (Latent part : parts) {
            System.arraycopy(part.data, 0, data, at, part.data.length);
            at += part.data.length;
        }
        return new Latent(shape, data);
    }

    /**
     * Returns a batch whose pictures are made one by one.
     *
     * @param n how many, at least 1
     * @param picture gives picture {@code k}, from 0
     * @return the batch
     */
    public static Latent batch(int n, IntFunction<Latent> picture) {
        return stack(IntStream.range(0, n).mapToObj(picture).toList());
    }

    /** Returns {@code a x + b y}. */
    public static Latent sum(double a, Latent x, double b, Latent y) {
        same(x, y);
        return new Latent(x.shape, WeightedSum.of(a, x.data, b, y.data));
    }

    /** Returns {@code a x + b y + c z}. */
    public static Latent sum(double a, Latent x, double b, Latent y, double c, Latent z) {
        same(x, y);
        same(x, z);
        return new Latent(x.shape, WeightedSum.of(a, x.data, b, y.data, c, z.data));
    }

    /** Returns {@code a x + b y + c z + d u}. */
    public static Latent sum(double a, Latent x, double b, Latent y, double c, Latent z, double d, Latent u) {
        same(x, y);
        same(x, z);
        same(x, u);
        return new Latent(x.shape, WeightedSum.of(a, x.data, b, y.data, c, z.data, d, u.data));
    }

    /**
     * Returns {@code weights[0] terms[0] + weights[1] terms[1] + ...}, for solvers whose history has any length.
     *
     * @param weights a weight for each term
     * @param terms at least one latent, all of one shape
     * @return the weighted sum, of the shape of the terms
     */
    public static Latent sum(double[] weights, List<Latent> terms) {
        if (terms.isEmpty() || weights.length != terms.size()) {
            throw new IllegalArgumentException("sum: expected a weight for each of at least one latent, found "
                    + weights.length + " weights and " + terms.size() + " latents");
        }
        Latent first = terms.get(0);
        for (Latent term : terms) {
            same(first, term);
        }
        return new Latent(
                first.shape,
                WeightedSum.of(weights, terms.stream().map(term -> term.data).toList()));
    }

    /** Returns {@code this + other}. */
    public Latent plus(Latent other) {
        return sum(1, this, 1, other);
    }

    /** Returns {@code this + a other}. */
    public Latent plus(double a, Latent other) {
        return sum(1, this, a, other);
    }

    /** Returns {@code this - other}. */
    public Latent minus(Latent other) {
        return sum(1, this, -1, other);
    }

    /** Returns {@code a this}. */
    public Latent times(double a) {
        return new Latent(shape, WeightedSum.of(a, data));
    }

    /** Returns each value limited to the range from {@code min} to {@code max}; NaN stays NaN. */
    public Latent clamp(double min, double max) {
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.min(Math.max(data[i], min), max);
        }
        return new Latent(shape, out);
    }

    /**
     * Returns a quantile of the absolute values, between two of them by linear interpolation (as {@code torch.quantile}
     * does by default).
     *
     * @param q from 0, the smallest, to 1, the largest
     * @return the quantile over the whole batch; NaN if a value is NaN
     */
    public double absQuantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("quantile: expected a number from 0 to 1, found " + q);
        }
        float[] magnitudes = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            magnitudes[i] = Math.abs(data[i]);
        }
        Arrays.sort(magnitudes);
        if (Float.isNaN(magnitudes[magnitudes.length - 1])) {
            return Double.NaN;
        }
        double at = q * (magnitudes.length - 1);
        int low = (int) Math.floor(at);
        int high = (int) Math.ceil(at);
        return magnitudes[low] + (at - low) * ((double) magnitudes[high] - magnitudes[low]);
    }

    /** Returns the sum of the products of the values of this and {@code other}, over the whole batch. */
    public double dot(Latent other) {
        same(this, other);
        return Norms.dot(data, other.data);
    }

    /**
     * Returns the root mean square of these values, each measured by what may be tolerated of it: the error norm of solvers
     * that choose their step size (Hairer, Norsett and Wanner 1993, equation II.4.11), {@code sqrt(mean((v / max(absolute,
     * relative max(|a|, |b|)))^2))}.
     *
     * @param a one of the solutions whose size decides
     * @param b another
     * @param absolute what is tolerated of small values, above 0
     * @param relative the share that is tolerated of large values
     * @return the norm; not finite if a value is not
     */
    public double errorNorm(Latent a, Latent b, double absolute, double relative) {
        same(this, a);
        same(this, b);
        return Norms.error(data, a.data, b.data, (float) absolute, (float) relative);
    }

    /** Returns the root mean square of the values of the whole batch, to the precision of a float. */
    public double rms() {
        return Math.sqrt(Norms.squares(data) / data.length);
    }

    /** Returns the standard deviation of the values of the whole batch, as {@code torch.std}: of a sample, from n - 1. */
    public double std() {
        double sum = 0;
        for (float value : data) {
            sum += value;
        }
        double mean = sum / data.length;
        double squares = 0;
        for (float value : data) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (data.length - 1));
    }

    /** Returns the shape. */
    public Shape shape() {
        return shape;
    }

    /** Returns the value at a flat NCHW index. */
    public float at(int index) {
        return data[index];
    }

    /** Returns the value at a picture, channel, row and column. */
    public float at(int n, int c, int row, int column) {
        return data[((n * shape.c() + c) * shape.h() + row) * shape.w() + column];
    }

    /** Returns a copy of the values in NCHW order. */
    public float[] toArray() {
        return data.clone();
    }

    /** Returns the values in NCHW order without copying them; the buffer is read-only. */
    public FloatBuffer asBuffer() {
        return FloatBuffer.wrap(data).asReadOnlyBuffer();
    }

    /** Returns picture {@code k} of the batch as a latent of its own, shape {@code [1,c,h,w]}. */
    public Latent image(int k) {
        if (k < 0 || k >= shape.n()) {
            throw new IndexOutOfBoundsException("picture " + k + " of a batch of " + shape.n());
        }
        if (shape.n() == 1) {
            return this;
        }
        int size = shape.elementsPerImage();
        return new Latent(shape.withBatch(1), Arrays.copyOfRange(data, k * size, (k + 1) * size));
    }

    /** Returns how many values are NaN or infinite. */
    public int countNonFinite() {
        return NonFinite.count(data);
    }

    private static void same(Latent x, Latent y) {
        if (!x.shape.equals(y.shape)) {
            throw mismatch(x.shape, y.shape);
        }
    }

    private static IllegalArgumentException mismatch(Shape expected, Shape found) {
        return new IllegalArgumentException("latent: expected shape " + expected + ", found " + found);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latent that && shape.equals(that.shape) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "Latent" + shape;
    }
}
