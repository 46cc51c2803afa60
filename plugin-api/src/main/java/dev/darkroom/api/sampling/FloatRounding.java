package dev.darkroom.api.sampling;

/**
 * Makes numbers that are equal on every machine at the speed of {@link Math}.
 *
 * <p>{@link Math} and {@link StrictMath} each err by less than one unit in the last place of a double (1 ulp), but not
 * alike, and what the virtual machine puts behind {@link Math} differs between processors. Rounded to float the two differ
 * only next to the middle between two floats. So a source of noise computes with {@link Math}, and only where
 * {@link #isClear} is false, about once in ten million numbers, again with {@link StrictMath}.
 */
public final class FloatRounding {

    private static final int EXTRA_BITS = 52 - 23;
    private static final long MASK = (1L << EXTRA_BITS) - 1;
    private static final long MIDDLE = 1L << (EXTRA_BITS - 1);
    private static final long MARGIN = 16;

    private FloatRounding() {}

    /**
     * Returns whether every double within 16 ulp of a value rounds to the same float.
     *
     * @param value a number in the range of normal floats, or 0
     * @return false if the value is too close to the middle between two floats to tell
     */
    public static boolean isClear(double value) {
        return Math.abs((Double.doubleToRawLongBits(value) & MASK) - MIDDLE) > MARGIN;
    }
}
