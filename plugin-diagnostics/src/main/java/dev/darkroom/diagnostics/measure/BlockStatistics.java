package dev.darkroom.diagnostics.measure;

import java.util.List;

/** Moments and clipping block by block. Blocks are laid out as in {@link BlockGrid}. */
public final class BlockStatistics {

    private BlockStatistics() {}

    private interface Reduction {
        double of(Plane plane, int left, int top, int right, int bottom);
    }

    /**
     * Returns the mean of each block.
     *
     * @param plane any size
     * @param block block size in pixels
     * @return means in the plane's unit
     */
    public static BlockGrid mean(Plane plane, int block) {
        return reduce(plane, block, BlockStatistics::mean);
    }

    /**
     * Returns the (population) standard deviation of each block.
     *
     * @param plane any size
     * @param block block size in pixels
     * @return deviations in the plane's unit
     */
    public static BlockGrid deviation(Plane plane, int block) {
        return reduce(plane, block, (p, left, top, right, bottom) -> {
            double mean = mean(p, left, top, right, bottom);
            double squares = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    double difference = p.at(x, y) - mean;
                    squares += difference * difference;
                }
            }
            return Math.sqrt(squares / ((double) (right - left) * (bottom - top)));
        });
    }

    /**
     * Returns the share of values of each block that lie outside a range.
     *
     * @param plane any size
     * @param block block size in pixels
     * @param low smallest value inside
     * @param high largest value inside
     * @return shares in [0,1]
     */
    public static BlockGrid shareOutside(Plane plane, int block, double low, double high) {
        return reduce(plane, block, (p, left, top, right, bottom) -> {
            int outside = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    float value = p.at(x, y);
                    if (value < low || value > high) {
                        outside++;
                    }
                }
            }
            return outside / ((double) (right - left) * (bottom - top));
        });
    }

    /**
     * Returns the root mean square of some planes of one size, all together, in each block.
     *
     * @param planes at least one
     * @param block block size in pixels
     * @return values in the planes' unit
     */
    public static BlockGrid rootMeanSquare(List<Plane> planes, int block) {
        Plane any = planes.get(0);
        return rootMeanSquare(planes, BlockGrid.count(any.width(), block), BlockGrid.count(any.height(), block), block);
    }

    /** The same for blocks of which there may be fewer than the planes have room for; the last take the remainder. */
    static BlockGrid rootMeanSquare(List<Plane> planes, int columns, int rows, int block) {
        double[] values = new double[columns * rows];
        for (Plane plane : planes) {
            addSquares(plane, columns, rows, block, values);
        }
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        for (int row = 0; row < rows; row++) {
            int high = (row == rows - 1 ? height : (row + 1) * block) - row * block;
            for (int column = 0; column < columns; column++) {
                int wide = (column == columns - 1 ? width : (column + 1) * block) - column * block;
                int at = row * columns + column;
                values[at] = Math.sqrt(values[at] / ((double) planes.size() * wide * high));
            }
        }
        return BlockGrid.owning(columns, rows, values);
    }

    private static void addSquares(Plane plane, int columns, int rows, int block, double[] sums) {
        float[] values = plane.values();
        for (int y = 0; y < plane.height(); y++) {
            int row = Math.min(rows - 1, y / block) * columns;
            int at = y * plane.width();
            for (int column = 0; column < columns; column++) {
                int right = column == columns - 1 ? plane.width() : (column + 1) * block;
                double squares = 0;
                for (int x = column * block; x < right; x++) {
                    squares += (double) values[at + x] * values[at + x];
                }
                sums[row + column] += squares;
            }
        }
    }

    private static double mean(Plane plane, int left, int top, int right, int bottom) {
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += plane.at(x, y);
            }
        }
        return sum / ((double) (right - left) * (bottom - top));
    }

    private static BlockGrid reduce(Plane plane, int block, Reduction reduction) {
        if (block < 1) {
            throw new IllegalArgumentException("block size: expected at least 1 pixel, found " + block);
        }
        int columns = BlockGrid.count(plane.width(), block);
        int rows = BlockGrid.count(plane.height(), block);
        double[] values = new double[columns * rows];
        for (int row = 0; row < rows; row++) {
            int bottom = row == rows - 1 ? plane.height() : (row + 1) * block;
            for (int column = 0; column < columns; column++) {
                int right = column == columns - 1 ? plane.width() : (column + 1) * block;
                values[row * columns + column] = reduction.of(plane, column * block, row * block, right, bottom);
            }
        }
        return BlockGrid.owning(columns, rows, values);
    }
}
