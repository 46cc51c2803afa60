package dev.darkroom.diagnostics.measure;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;

/**
 * One number for each block of a picture. Blocks tile the picture from the top left corner; the last column and row take
 * the remainder, and a picture smaller than a block is one block. Immutable.
 */
public final class BlockGrid {

    private final int columns;
    private final int rows;
    private final double[] values;

    private BlockGrid(int columns, int rows, double[] values) {
        this.columns = columns;
        this.rows = rows;
        this.values = values;
    }

    static BlockGrid owning(int columns, int rows, double[] values) {
        return new BlockGrid(columns, rows, values);
    }

    /** Returns how many blocks of {@code block} pixels lie along {@code length} pixels. */
    static int count(int length, int block) {
        return Math.max(1, length / block);
    }

    /** Returns the number of blocks in a row. */
    public int columns() {
        return columns;
    }

    /** Returns the number of rows of blocks. */
    public int rows() {
        return rows;
    }

    /** Returns the number of blocks. */
    public int size() {
        return values.length;
    }

    /** Returns the value of a block. */
    public double at(int column, int row) {
        return values[row * columns + column];
    }

    /** Returns the value of a block by flat row-major index. */
    public double at(int index) {
        return values[index];
    }

    /** Returns the grid with a function of each value. */
    public BlockGrid map(DoubleUnaryOperator function) {
        return new BlockGrid(columns, rows, Arrays.stream(values).map(function).toArray());
    }

    /** Returns a copy of the values, row-major. */
    public double[] toArray() {
        return values.clone();
    }

    /** Returns a quantile over the blocks, as {@link Quantiles#of}. */
    public double quantile(double q) {
        return Quantiles.of(values, q);
    }

    /**
     * Returns a quantile over some of the blocks.
     *
     * @param q from 0 to 1
     * @param included which flat indices count
     * @return the quantile; 0 if no block counts
     */
    public double quantile(double q, IntPredicate included) {
        double[] kept = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (included.test(i)) {
                kept[count++] = values[i];
            }
        }
        return count == 0 ? 0 : Quantiles.of(Arrays.copyOf(kept, count), q);
    }
}
