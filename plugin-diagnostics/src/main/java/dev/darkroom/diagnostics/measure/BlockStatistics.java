package dev.darkroom.diagnostics.measure;

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
