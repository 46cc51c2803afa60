package dev.darkroom.api.model;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** One tensor of a prompt's embedding. Immutable. */
public final class EmbeddingTensor {

    private final long[] shape;
    private final float[] data;

    private EmbeddingTensor(long[] shape, float[] data) {
        this.shape = shape;
        this.data = data;
    }

    /** Returns a tensor that holds copies of {@code shape} and {@code data}. */
    public static EmbeddingTensor of(long[] shape, float[] data) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != data.length) {
            throw new IllegalArgumentException("embedding: expected " + elements + " values for "
                    + Arrays.toString(shape) + ", found " + data.length);
        }
        return new EmbeddingTensor(shape.clone(), data.clone());
    }

    /** Returns the dimensions, a batch of one first. */
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the number of values. */
    public int elements() {
        return data.length;
    }

    /** Returns the values without copying; the buffer is read-only. */
    public FloatBuffer asBuffer() {
        return FloatBuffer.wrap(data).asReadOnlyBuffer();
    }
}
