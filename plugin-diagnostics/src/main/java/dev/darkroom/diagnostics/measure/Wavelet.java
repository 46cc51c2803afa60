package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * An orthogonal wavelet by Daubechies (1988). Orthogonality keeps white noise white: its standard deviation is the same
 * in every detail band of every level.
 */
public enum Wavelet {
    /** One vanishing moment: blind to constants. */
    HAAR(Math.sqrt(0.5), Math.sqrt(0.5)),
    /** Two vanishing moments: blind to constants and linear ramps, so that gradients do not pass for noise. */
    DB2(
            (1 - Math.sqrt(3)) / (4 * Math.sqrt(2)),
            (3 - Math.sqrt(3)) / (4 * Math.sqrt(2)),
            (3 + Math.sqrt(3)) / (4 * Math.sqrt(2)),
            (1 + Math.sqrt(3)) / (4 * Math.sqrt(2)));

    @SuppressWarnings("ImmutableEnumChecker") // Never written after construction, never handed out.
    private final float[] low;

    @SuppressWarnings("ImmutableEnumChecker")
    private final float[] high;

    Wavelet(double... low) {
        this.low = new float[low.length];
        this.high = new float[low.length];
        for (int i = 0; i < low.length; i++) {
            this.low[i] = (float) low[i];
            high[i] = (float) ((i % 2 == 0 ? -1 : 1) * low[low.length - 1 - i]);
        }
    }

    /**
     * The four bands of one level, each half as wide and high as what was analysed (plus the overlap of the filter):
     * {@code floor((size + taps - 1) / 2)}.
     *
     * @param approximation low-pass in both directions
     * @param horizontal low-pass along rows, high-pass along columns: horizontal edges
     * @param vertical high-pass along rows, low-pass along columns: vertical edges
     * @param diagonal high-pass in both directions
     */
    public record Bands(Plane approximation, Plane horizontal, Plane vertical, Plane diagonal) {}

    /**
     * Analyses one level (Mallat 1989): convolution with the analysis filters, every second sample kept. The border is
     * mirrored with the edge sample repeated. Layout and values are those of PyWavelets' {@code dwt2} with mode {@code
     * symmetric}.
     *
     * @param plane any size
     * @return its bands
     */
    public Bands analyse(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        int columns = (width + low.length - 1) / 2;
        int rows = (height + low.length - 1) / 2;

        // Row by row of the bands, so that what is between both directions stays in the nearest cache; over whole rows,
        // even and odd samples apart: loops that the compiler turns into vector instructions.
        float[][] bands = new float[4][columns * rows];
        float[] rowLow = new float[width];
        float[] rowHigh = new float[width];
        float[][] halves = new float[2][(width + 1) / 2 + low.length];
        for (int k = 0; k < rows; k++) {
            Arrays.fill(rowLow, 0);
            Arrays.fill(rowHigh, 0);
            for (int j = 0; j < low.length; j += 2) {
                int first = mirrored(2 * k + 1 - j, height) * width;
                int second = mirrored(2 * k - j, height) * width;
                add(j, plane.values(), first, plane.values(), second, rowLow, rowHigh, 0, width);
            }
            alongRow(rowLow, halves, bands[0], bands[2], k * columns, columns);
            alongRow(rowHigh, halves, bands[1], bands[3], k * columns, columns);
        }
        return new Bands(
                Plane.owning(columns, rows, bands[0]),
                Plane.owning(columns, rows, bands[1]),
                Plane.owning(columns, rows, bands[2]),
                Plane.owning(columns, rows, bands[3]));
    }

    /** Filters a row and keeps every second sample. */
    private void alongRow(float[] row, float[][] halves, float[] lows, float[] highs, int to, int columns) {
        split(row, halves, low.length / 2);
        for (int j = 0; j < low.length; j += 2) {
            int from = (low.length - j) / 2;
            add(j, halves[1], from, halves[0], from, lows, highs, to, columns);
        }
    }

    /** The even and the odd samples of a row whose border is mirrored, with {@code pad} of each before the first. */
    private static void split(float[] row, float[][] halves, int pad) {
        float[] even = halves[0];
        float[] odd = halves[1];
        int pairs = row.length / 2;
        for (int i = 0; i < pairs; i++) {
            even[pad + i] = row[2 * i];
            odd[pad + i] = row[2 * i + 1];
        }
        for (int i = pairs; pad + i < even.length; i++) {
            even[pad + i] = row[mirrored(2 * i, row.length)];
            odd[pad + i] = row[mirrored(2 * i + 1, row.length)];
        }
        for (int i = -pad; i < 0; i++) {
            even[pad + i] = row[mirrored(2 * i, row.length)];
            odd[pad + i] = row[mirrored(2 * i + 1, row.length)];
        }
    }

    /** Adds two taps of both filters. */
    private void add(
            int tap, float[] a, int fromA, float[] b, int fromB, float[] lows, float[] highs, int to, int count) {
        float lowA = low[tap];
        float lowB = low[tap + 1];
        float highA = high[tap];
        float highB = high[tap + 1];
        for (int i = 0; i < count; i++) {
            lows[to + i] += lowA * a[fromA + i] + lowB * b[fromB + i];
            highs[to + i] += highA * a[fromA + i] + highB * b[fromB + i];
        }
    }

    /** Folds an index back into a row whose border is mirrored with the edge sample repeated. */
    static int mirrored(int index, int length) {
        int wrapped = Math.floorMod(index, 2 * length);
        return wrapped < length ? wrapped : 2 * length - 1 - wrapped;
    }
}
