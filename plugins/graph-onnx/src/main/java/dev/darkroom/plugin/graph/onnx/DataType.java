package dev.darkroom.plugin.graph.onnx;

import java.util.Arrays;

/** The element types of ONNX tensors, with the codes of {@code TensorProto.DataType}. */
public enum DataType {
    UNDEFINED(0, 0),
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4);

    private final int code;
    private final int bits;

    DataType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** Returns the code in files. */
    public int code() {
        return code;
    }

    /** Returns the bytes that a number of elements takes; two 4-bit elements share a byte, strings have no size. */
    public long bytes(long elements) {
        return (Math.multiplyExact(elements, (long) bits) + 7) / 8;
    }

    /** Returns whether elements are floating-point numbers of any width. */
    public boolean isFloating() {
        return name().contains("FLOAT") || this == DOUBLE;
    }

    /** Returns the type of a code; {@link #UNDEFINED} for one that is unknown. */
    public static DataType of(int code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElse(UNDEFINED);
    }
}
