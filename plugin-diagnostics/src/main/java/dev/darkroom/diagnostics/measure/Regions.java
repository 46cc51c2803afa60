package dev.darkroom.diagnostics.measure;

/** Regions of a grid of cells, eight neighbours a cell. */
final class Regions {

    private Regions() {}

    /**
     * Returns the largest connected region.
     *
     * @param set which cells are set, row-major
     * @param columns cells a row
     * @return its cells, a mask as long as {@code set}
     */
    static boolean[] largest(boolean[] set, int columns) {
        int rows = set.length / columns;
        int[] label = new int[set.length];
        int[] queue = new int[set.length];
        int labels = 0;
        int best = 0;
        int bestCount = 0;
        for (int start = 0; start < set.length; start++) {
            if (!set[start] || label[start] != 0) {
                continue;
            }
            label[start] = ++labels;
            int count = 0;
            int known = 0;
            queue[known++] = start;
            while (count < known) {
                int cell = queue[count++];
                int x = cell % columns;
                int y = cell / columns;
                for (int ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
                        int next = ny * columns + nx;
                        if (set[next] && label[next] == 0) {
                            label[next] = labels;
                            queue[known++] = next;
                        }
                    }
                }
            }
            if (count > bestCount) {
                bestCount = count;
                best = labels;
            }
        }
        boolean[] region = new boolean[set.length];
        for (int i = 0; i < region.length; i++) {
            region[i] = best != 0 && label[i] == best;
        }
        return region;
    }

    /** Returns how many cells are set. */
    static int count(boolean[] set) {
        int count = 0;
        for (boolean cell : set) {
            count += cell ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns a grid with 1 in a region and at its other place, 0 elsewhere.
     *
     * @param region which cells, row-major
     * @param columns cells a row
     * @param dx the shift to the other place, in cells
     * @param dy the shift to the other place, in cells
     * @return the grid
     */
    static BlockGrid twice(boolean[] region, int columns, double dx, double dy) {
        int rows = region.length / columns;
        double[] values = new double[region.length];
        for (int cell = 0; cell < region.length; cell++) {
            if (region[cell]) {
                values[cell] = 1;
                int row = cell / columns;
                long x = Math.round(cell % columns + dx);
                long y = Math.round(row + dy);
                if (x >= 0 && x < columns && y >= 0 && y < rows) {
                    values[(int) (y * columns + x)] = 1;
                }
            }
        }
        return BlockGrid.owning(columns, rows, values);
    }
}
