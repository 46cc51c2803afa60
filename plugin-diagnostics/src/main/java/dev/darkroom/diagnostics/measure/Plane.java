package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/** An immutable block of floats {@code [h,w]}, row-major. Values are finite; what they mean is up to whoever made it. */
public final class Plane {

    private static final int SQUARE = 16;

    private final int width;
    private final int height;
    private final float[] values;

    private Plane(int width, int height, float[] values) {
        if (width < 1 || height < 1 || values.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "plane: expected " + width + "x" + height + " values (positive), found " + values.length);
        }
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /**
     * Returns a plane that holds a copy of {@code values}; NaN and infinities become 0.
     *
     * @param width columns
     * @param height rows
     * @param values row-major
     * @return the plane
     */
    public static Plane of(int width, int height, float[] values) {
        float[] copy = values.clone();
        for (int i = 0; i < copy.length; i++) {
            if (!Float.isFinite(copy[i])) {
                copy[i] = 0;
            }
        }
        return new Plane(width, height, copy);
    }

    /** Returns a plane around {@code values} itself, which must be finite and never written again. */
    static Plane owning(int width, int height, float[] values) {
        return new Plane(width, height, values);
    }

    /** Returns the number of columns. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /** Returns the number of values. */
    public int size() {
        return values.length;
    }

    /** Returns the value at a column and row. */
    public float at(int x, int y) {
        return values[y * width + x];
    }

    /** Returns the value at a flat row-major index. */
    public float at(int index) {
        return values[index];
    }

    /** Returns a copy of the values, row-major. */
    public float[] toArray() {
        return values.clone();
    }

    /** Returns the plane with columns for rows, turned in squares that fit the nearest cache. */
    Plane transposed() {
        float[] out = new float[values.length];
        for (int top = 0; top < height; top += SQUARE) {
            int bottom = Math.min(height, top + SQUARE);
            for (int left = 0; left < width; left += SQUARE) {
                int right = Math.min(width, left + SQUARE);
                for (int x = left; x < right; x++) {
                    for (int y = top; y < bottom; y++) {
                        out[x * height + y] = values[y * width + x];
                    }
                }
            }
        }
        return new Plane(height, width, out);
    }

    /** Returns the values themselves, for reading only. */
    float[] values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plane that
                && width == that.width
                && height == that.height
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Plane[" + width + "x" + height + "]";
    }
}
