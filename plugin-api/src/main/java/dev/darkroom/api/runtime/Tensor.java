package dev.darkroom.api.runtime;

import java.nio.FloatBuffer;

/**
 * A block of memory the inference engine reads or writes in place. Made once by {@link InferenceRuntime#allocate} and
 * reused for every call. The maker closes it. Not thread-safe.
 *
 * <p>Writing and reading convert between Java's types and the element type, so that a loader handles FP16 and FP32, or
 * int32 and int64, with the same code.
 */
public interface Tensor extends AutoCloseable {

    /** Returns the element type. */
    ElementType type();

    /** Returns the dimensions; empty for a scalar. */
    long[] shape();

    /** Returns the number of elements. */
    int elements();

    /**
     * Overwrites all elements.
     *
     * @param values {@link #elements()} numbers are read from the buffer's position, which moves
     */
    void writeFloats(FloatBuffer values);

    /**
     * Overwrites all elements.
     *
     * @param values {@link #elements()} numbers; rounded to the element type
     */
    void writeLongs(long... values);

    /**
     * Overwrites all elements with one number.
     *
     * @param value the number; for integer types it must be whole
     */
    void fill(double value);

    /**
     * Reads all elements.
     *
     * @param target room for {@link #elements()} numbers from the buffer's position, which moves
     */
    void readFloats(FloatBuffer target);

    @Override
    void close();
}
