package dev.darkroom.plugin.graph.onnx;

import dev.darkroom.api.runtime.HalfFloats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A constant tensor: type, dimensions, and content that is fetched, or computed, each time it is asked for. What is read
 * from a file stays mapped there; what is derived from it ({@link #map}) takes memory only while it is written. Immutable.
 */
public final class TensorData {

    private final DataType type;
    private final long[] dims;
    private final Supplier<ByteBuffer> content;

    private TensorData(DataType type, long[] dims, Supplier<ByteBuffer> content) {
        this.type = type;
        this.dims = dims.clone();
        this.content = content;
        elements();
    }

    /**
     * Returns a tensor whose content is fetched when needed.
     *
     * @param type the element type
     * @param dims the dimensions; empty for a scalar
     * @param content the elements in row-major order, little-endian, as many bytes as type and dimensions say
     */
    public static TensorData of(DataType type, long[] dims, Supplier<ByteBuffer> content) {
        return new TensorData(type, dims, content);
    }

    /** Returns a FLOAT tensor. */
    public static TensorData floats(long[] dims, float... values) {
        return held(
                DataType.FLOAT,
                dims,
                values.length,
                buffer -> buffer.asFloatBuffer().put(values));
    }

    /** Returns a FLOAT16 tensor of the halves nearest to some numbers. */
    public static TensorData halves(long[] dims, float... values) {
        return held(DataType.FLOAT16, dims, values.length, buffer -> {
            for (float value : values) {
                buffer.putShort(HalfFloats.toHalf(value));
            }
        });
    }

    /** Returns a tensor of one-byte elements. */
    public static TensorData bytes(DataType type, long[] dims, byte... values) {
        return held(type, dims, values.length, buffer -> buffer.put(values));
    }

    /** Returns an INT32 tensor. */
    public static TensorData ints(long[] dims, int... values) {
        return held(
                DataType.INT32,
                dims,
                values.length,
                buffer -> buffer.asIntBuffer().put(values));
    }

    /** Returns an INT64 tensor. */
    public static TensorData longs(long[] dims, long... values) {
        return held(
                DataType.INT64,
                dims,
                values.length,
                buffer -> buffer.asLongBuffer().put(values));
    }

    /**
     * Returns tensors put together along a dimension, each time their content is asked for.
     *
     * @param parts of one type, whose dimensions differ in {@code axis} only
     * @param dims the dimensions of the whole
     * @param axis the dimension along which they lie behind each other
     */
    public static TensorData joined(List<TensorData> parts, long[] dims, int axis) {
        long rows = Arrays.stream(dims, 0, axis).reduce(1, Math::multiplyExact);
        DataType type = parts.get(0).type();
        return new TensorData(type, dims, () -> {
            ByteBuffer whole = ByteBuffer.allocate(
                    Math.toIntExact(type.bytes(Arrays.stream(dims).reduce(1, Math::multiplyExact))));
            List<ByteBuffer> contents = parts.stream().map(TensorData::bytes).toList();
            for (long row = 0; row < rows; row++) {
                for (ByteBuffer content : contents) {
                    int length = Math.toIntExact(content.capacity() / rows);
                    whole.put(content.slice(Math.toIntExact(row * length), length));
                }
            }
            return whole.flip();
        });
    }

    private interface Filling {
        void fill(ByteBuffer buffer);
    }

    private static TensorData held(DataType type, long[] dims, int count, Filling filling) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
        filling.fill(buffer);
        ByteBuffer whole = buffer.clear().asReadOnlyBuffer();
        TensorData tensor = new TensorData(type, dims, whole::duplicate);
        if (tensor.elements() != count) {
            throw new IllegalArgumentException(
                    "tensor: expected " + tensor.elements() + " values for " + tensor + ", found " + count);
        }
        return tensor;
    }

    /** Returns the element type. */
    public DataType type() {
        return type;
    }

    /** Returns the dimensions; empty for a scalar. */
    public long[] dims() {
        return dims.clone();
    }

    /** Returns the number of elements. */
    public long elements() {
        return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    /** Returns the size of the content in bytes. */
    public long size() {
        return type.bytes(elements());
    }

    /**
     * Returns the content.
     *
     * @return little-endian, row-major, from position 0 to the limit; read-only
     * @throws GraphException if it cannot be read, or is longer or shorter than type and dimensions say
     */
    public ByteBuffer bytes() {
        ByteBuffer bytes = content.get().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != size()) {
            throw new GraphException(
                    "tensor: expected " + size() + " bytes for " + this + ", found " + bytes.remaining());
        }
        return bytes;
    }

    /**
     * Returns the elements as numbers.
     *
     * @throws GraphException if the type is none of FLOAT, FLOAT16, BFLOAT16, DOUBLE or an integer of up to 64 bits
     */
    public float[] floats() {
        ByteBuffer bytes = bytes();
        float[] values = new float[Math.toIntExact(elements())];
        if (type == DataType.FLOAT) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT16 -> HalfFloats.fromHalf(bytes.getShort());
                case BFLOAT16 -> HalfFloats.fromBfloat(bytes.getShort());
                case DOUBLE -> (float) bytes.getDouble();
                default -> whole(bytes);
            };
        }
        return values;
    }

    /**
     * Returns the elements as whole numbers.
     *
     * @throws GraphException if the type is no integer of 8 to 64 bits
     */
    public long[] longs() {
        ByteBuffer bytes = bytes();
        long[] values = new long[Math.toIntExact(elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(bytes);
        }
        return values;
    }

    private long whole(ByteBuffer bytes) {
        return switch (type) {
            case BOOL, UINT8 -> bytes.get() & 0xff;
            case INT8 -> bytes.get();
            case UINT16 -> bytes.getShort() & 0xffff;
            case INT16 -> bytes.getShort();
            case INT32 -> bytes.getInt();
            case UINT32 -> bytes.getInt() & 0xffffffffL;
            case INT64, UINT64 -> bytes.getLong();
            default -> throw new GraphException("tensor: expected numbers, found " + this);
        };
    }

    /** A change of content that keeps the dimensions. */
    @FunctionalInterface
    public interface Change {
        /** Returns the changed tensor. */
        TensorData of(TensorData source);
    }

    /**
     * Returns a tensor that is computed from this one each time its content is asked for.
     *
     * @param newType the element type of what {@code change} returns
     * @param change gives a tensor of that type and these dimensions
     */
    public TensorData map(DataType newType, Change change) {
        return new TensorData(newType, dims, () -> change.of(this).bytes());
    }

    @Override
    public String toString() {
        return type + Arrays.toString(dims);
    }
}
