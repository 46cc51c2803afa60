package dev.darkroom.api.runtime;

import java.util.Arrays;
import java.util.Objects;

/**
 * One declared input or output of a session.
 *
 * @param name the name in the graph
 * @param type the element type
 * @param shape the dimensions, -1 where the graph leaves one open; empty for a scalar
 */
public record TensorSpec(String name, ElementType type, long[] shape) {

    /** Copies the shape. */
    public TensorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the number of dimensions; 0 for a scalar. */
    public int rank() {
        return shape.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorSpec that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(shape));
    }

    @Override
    public String toString() {
        return name + ":" + type + Arrays.toString(shape);
    }
}
