package dev.darkroom.host.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.HalfFloats;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tensor over a direct buffer that ONNX Runtime reads and writes in place. */
final class BufferTensor implements Tensor {

    private final ElementType type;
    private final long[] shape;
    private final int elements;
    private final ByteBuffer bytes;
    private @Nullable OnnxTensor handle;
    private final Map<List<Integer>, BufferTensor> parts = new HashMap<>();
    private boolean closed;

    BufferTensor(ElementType type, long... shape) {
        this(type, ByteBuffer.allocateDirect(elements(type, shape) * type.bytes()), shape);
    }

    private BufferTensor(ElementType type, ByteBuffer bytes, long... shape) {
        this.type = type;
        this.shape = shape.clone();
        this.elements = elements(type, shape);
        this.bytes = bytes.order(ByteOrder.nativeOrder());
    }

    private static int elements(ElementType type, long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            if (dimension < 1 || dimension > Integer.MAX_VALUE / type.bytes() / elements) {
                throw new IllegalArgumentException(
                        "tensor: expected positive dimensions and fewer than 2^31 bytes, found " + type
                                + Arrays.toString(shape));
            }
            elements *= dimension;
        }
        return (int) elements;
    }

    /** Returns ONNX Runtime's view of this memory, made on first use. */
    OnnxTensor handle(OrtEnvironment environment) {
        open();
        if (handle == null) {
            try {
                handle = OnnxTensor.createTensor(environment, bytes, shape, ElementTypes.toOnnx(type));
            } catch (OrtException e) {
                throw new InferenceException("cannot make a tensor " + this + ": " + Failures.oneLine(e), e);
            }
        }
        return handle;
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public void writeFloats(FloatBuffer values) {
        open();
        enough(values.remaining());
        if (type == ElementType.FLOAT32) {
            FloatBuffer all = values.duplicate().limit(values.position() + elements);
            bytes.asFloatBuffer().put(all);
            values.position(all.position());
        } else {
            for (int i = 0; i < elements; i++) {
                set(i, values.get());
            }
        }
    }

    @Override
    public void writeLongs(long... values) {
        open();
        if (values.length != elements) {
            throw new IllegalArgumentException(
                    "tensor " + this + ": expected " + elements + " values, found " + values.length);
        }
        for (int i = 0; i < elements; i++) {
            if (type == ElementType.INT64) {
                bytes.putLong(8 * i, values[i]);
            } else {
                set(i, values[i]);
            }
        }
    }

    @Override
    public void fill(double value) {
        open();
        for (int i = 0; i < elements; i++) {
            set(i, value);
        }
    }

    @Override
    public void readFloats(FloatBuffer target) {
        open();
        enough(target.remaining());
        if (type == ElementType.FLOAT32) {
            target.put(bytes.asFloatBuffer());
        } else {
            for (int i = 0; i < elements; i++) {
                target.put(get(i));
            }
        }
    }

    /** Overwrites all elements with raw ones; returns false, changing nothing, if their number differs. */
    boolean copyFrom(ByteBuffer raw) {
        open();
        if (raw.remaining() != bytes.capacity()) {
            return false;
        }
        bytes.duplicate().put(raw);
        return true;
    }

    /** Returns a copy of the elements as they lie in memory. */
    byte[] bits() {
        open();
        byte[] bits = new byte[bytes.capacity()];
        bytes.get(0, bits);
        return bits;
    }

    /**
     * Returns some of the rows, the slices of the first dimension, in the same memory; closed with this.
     *
     * @param from the first row, from 0
     * @param count how many
     */
    BufferTensor rows(int from, int count) {
        open();
        return parts.computeIfAbsent(List.of(from, count), absent -> {
            int row = bytes.capacity() / (int) shape[0];
            long[] part = shape.clone();
            part[0] = count;
            return new BufferTensor(type, bytes.slice(from * row, count * row), part);
        });
    }

    private void set(int i, double value) {
        switch (type) {
            case FLOAT32 -> bytes.putFloat(4 * i, (float) value);
            case FLOAT16 -> bytes.putShort(2 * i, HalfFloats.toHalf((float) value));
            case BFLOAT16 -> bytes.putShort(2 * i, HalfFloats.toBfloat((float) value));
            case FLOAT64 -> bytes.putDouble(8 * i, value);
            case INT64 -> bytes.putLong(8 * i, whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case INT32 -> bytes.putInt(4 * i, (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT8 -> bytes.put(i, (byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> bytes.put(i, (byte) whole(value, 0, 255));
            case BOOL -> bytes.put(i, (byte) whole(value, 0, 1));
        }
    }

    private float get(int i) {
        return switch (type) {
            case FLOAT32 -> bytes.getFloat(4 * i);
            case FLOAT16 -> HalfFloats.fromHalf(bytes.getShort(2 * i));
            case BFLOAT16 -> HalfFloats.fromBfloat(bytes.getShort(2 * i));
            case FLOAT64 -> (float) bytes.getDouble(8 * i);
            case INT64 -> bytes.getLong(8 * i);
            case INT32 -> bytes.getInt(4 * i);
            case INT8, BOOL -> bytes.get(i);
            case UINT8 -> bytes.get(i) & 255;
        };
    }

    private long whole(double value, long min, long max) {
        if (value != Math.rint(value) || value < min || value > max) {
            throw new IllegalArgumentException(
                    "tensor " + this + ": expected whole numbers from " + min + " to " + max + ", found " + value);
        }
        return (long) value;
    }

    private void enough(int remaining) {
        if (remaining < elements) {
            throw new IllegalArgumentException(
                    "tensor " + this + ": expected a buffer of " + elements + " values, found " + remaining);
        }
    }

    boolean isOpen() {
        return !closed;
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("tensor " + this + " is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        parts.values().forEach(BufferTensor::close);
        parts.clear();
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
