package dev.darkroom.api.runtime;

/**
 * Conversions between float and the two 16-bit formats, rounding to nearest with ties to even (IEEE 754-2019, 4.3.1).
 * {@code Float.floatToFloat16} came with Java 20.
 */
public final class HalfFloats {

    private static final int INFINITY = 0x7f800000;

    private HalfFloats() {}

    /** Returns the value of binary16 bits; exact. */
    public static float fromHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int biased = exponent == 0x1f ? 0xff : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | biased << 23 | fraction << 13);
    }

    /** Returns the binary16 bits nearest to a value; values of 65520 and beyond become infinite. */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > INFINITY) {
            return (short) (sign | 0x7e00 | magnitude >>> 13 & 0x3ff);
        }
        if (magnitude >= Float.floatToRawIntBits(65520f)) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < Float.floatToRawIntBits(0x1p-14f)) {
            // Subnormal halves are multiples of 2^-24; the product is exact and rint rounds ties to even.
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
        }
        int rebiased = magnitude - (127 - 15 << 23);
        return (short) (sign | rebiased + 0xfff + (rebiased >>> 13 & 1) >>> 13);
    }

    /** Returns the value of bfloat16 bits; exact. */
    public static float fromBfloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Returns the bfloat16 bits nearest to a value. */
    public static short toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > INFINITY) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
