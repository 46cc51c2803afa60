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
    private final double[] low;

    @SuppressWarnings("ImmutableEnumChecker")
    private final double[] high;

    Wavelet(double... low) {
        this.low = low;
        this.high = new double[low.length];
        for (int i = 0; i < low.length; i++) {
            high[i] = (i % 2 == 0 ? -1 : 1) * low[low.length - 1 - i];
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

        // Tap by tap over whole rows, even and odd samples apart: loops that the compiler turns into vector
        // instructions.
        float[] rowsLow = new float[columns * height];
        float[] rowsHigh = new float[columns * height];
        float[] padded = new float[width + 2 * low.length + 1];
        float[][] halves = new float[2][padded.length / 2 + 1];
        double[] sumsLow = new double[columns];
        double[] sumsHigh = new double[columns];
        for (int y = 0; y < height; y++) {
            mirror(plane.values(), y * width, width, low.length, padded);
            for (int i = 0; i < padded.length; i++) {
                halves[i & 1][i >> 1] = padded[i];
            }
            Arrays.fill(sumsLow, 0);
            Arrays.fill(sumsHigh, 0);
            for (int j = 0; j < low.length; j++) {
                int first = low.length + 1 - j;
                add(low[j], halves[first & 1], first >> 1, sumsLow);
                add(high[j], halves[first & 1], first >> 1, sumsHigh);
            }
            store(sumsLow, rowsLow, y * columns);
            store(sumsHigh, rowsHigh, y * columns);
        }

        float[] approximation = new float[columns * rows];
        float[] horizontal = new float[columns * rows];
        float[] vertical = new float[columns * rows];
        float[] diagonal = new float[columns * rows];
        fold(rowsLow, columns, height, low, approximation);
        fold(rowsLow, columns, height, high, horizontal);
        fold(rowsHigh, columns, height, low, vertical);
        fold(rowsHigh, columns, height, high, diagonal);
        return new Bands(
                Plane.owning(columns, rows, approximation),
                Plane.owning(columns, rows, horizontal),
                Plane.owning(columns, rows, vertical),
                Plane.owning(columns, rows, diagonal));
    }

    /** Filters along the columns and keeps every second row. */
    private static void fold(float[] in, int columns, int height, double[] filter, float[] out) {
        double[] sums = new double[columns];
        for (int k = 0; k * columns < out.length; k++) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < filter.length; j++) {
                add(filter[j], in, mirrored(2 * k + 1 - j, height) * columns, sums);
            }
            store(sums, out, k * columns);
        }
    }

    private static void add(double factor, float[] from, int at, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * from[at + i];
        }
    }

    private static void store(double[] sums, float[] to, int at) {
        for (int i = 0; i < sums.length; i++) {
            to[at + i] = (float) sums[i];
        }
    }

    private static void mirror(float[] values, int from, int length, int pad, float[] padded) {
        System.arraycopy(values, from, padded, pad, length);
        for (int i = 1; i <= pad; i++) {
            padded[pad - i] = values[from + mirrored(-i, length)];
            padded[pad + length - 1 + i] = values[from + mirrored(length - 1 + i, length)];
        }
    }

    /** Folds an index back into a row whose border is mirrored with the edge sample repeated. */
    static int mirrored(int index, int length) {
        int wrapped = Math.floorMod(index, 2 * length);
        return wrapped < length ? wrapped : 2 * length - 1 - wrapped;
    }
}
