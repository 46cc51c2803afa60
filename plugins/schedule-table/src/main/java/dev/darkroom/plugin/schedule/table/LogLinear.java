package dev.darkroom.plugin.schedule.table;

/** The interpolation that the authors of Align Your Steps give for other numbers of steps than their tables have. */
final class LogLinear {

    private LogLinear() {}

    /**
     * Stretches or thins out a table; between its entries log sigma is linear.
     *
     * @param table positive levels, at least 2
     * @param count how many levels to return, at least 1; a single one is the first
     * @return levels from the first to the last of the table
     */
    static double[] interpolate(double[] table, int count) {
        double[] levels = new double[count];
        for (int i = 0; i < count; i++) {
            double at = count == 1 ? 0 : (double) i / (count - 1) * (table.length - 1);
            int low = Math.min((int) at, table.length - 2);
            double w = at - low;
            levels[i] = Math.exp((1 - w) * Math.log(table[low]) + w * Math.log(table[low + 1]));
        }
        return levels;
    }
}
