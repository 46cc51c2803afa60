package dev.darkroom.api.runtime;

/** The element types of tensors that diffusion models have at their edges. */
public enum ElementType {
    /** IEEE 754 binary32. */
    FLOAT32(4),
    /** IEEE 754 binary16. */
    FLOAT16(2),
    /** bfloat16. */
    BFLOAT16(2),
    /** IEEE 754 binary64. */
    FLOAT64(8),
    /** Signed 64-bit. */
    INT64(8),
    /** Signed 32-bit. */
    INT32(4),
    /** Signed 8-bit. */
    INT8(1),
    /** Unsigned 8-bit. */
    UINT8(1),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether elements are floating-point numbers. */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT16 || this == BFLOAT16 || this == FLOAT64;
    }
}
