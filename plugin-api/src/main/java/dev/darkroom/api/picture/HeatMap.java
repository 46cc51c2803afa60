package dev.darkroom.api.picture;

import java.util.Arrays;

/** A map over a picture at any resolution: one value in [0,1] a cell, row-major; 1 is where to look. Immutable. */
public final class HeatMap {

    private final int width;
    private final int height;
    private final float[] values;

    private HeatMap(int width, int height, float[] values) {
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /**
     * Returns a map that holds {@code values}, clamped to [0,1]; NaN becomes 0.
     *
     * @param width columns of cells
     * @param height rows of cells
     * @param values row-major
     * @return the map
     */
    public static HeatMap of(int width, int height, float[] values) {
        if (width < 1 || height < 1 || values.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "heat map: expected " + width + "x" + height + " values (positive), found " + values.length);
        }
        float[] clamped = new float[values.length];
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = values[i] > 0 ? Math.min(1, values[i]) : 0;
        }
        return new HeatMap(width, height, clamped);
    }

    /** Returns the number of columns of cells. */
    public int width() {
        return width;
    }

    /** Returns the number of rows of cells. */
    public int height() {
        return height;
    }

    /** Returns the value of a cell. */
    public float at(int x, int y) {
        return values[y * width + x];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeatMap that
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
        return "HeatMap[" + width + "x" + height + "]";
    }
}
