package dev.darkroom.api.precision;

import dev.darkroom.api.runtime.ElementType;
import java.nio.FloatBuffer;

/** What an input of a graph was given in one call. Immutable. */
public final class RecordedTensor {

    private final ElementType type;
    private final long[] shape;
    private final float[] values;

    private RecordedTensor(ElementType type, long[] shape, float[] values) {
        this.type = type;
        this.shape = shape;
        this.values = values;
    }

    /**
     * Returns a tensor that holds copies of {@code shape} and {@code values}.
     *
     * @param type the element type
     * @param shape the dimensions; empty for a scalar
     * @param values the elements; whole numbers beyond 2^24 are rounded
     */
    public static RecordedTensor of(ElementType type, long[] shape, float[] values) {
        return new RecordedTensor(type, shape.clone(), values.clone());
    }

    /** Returns the element type. */
    public ElementType type() {
        return type;
    }

    /** Returns the dimensions; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the elements without copying; the buffer is read-only. */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }
}
