package dev.darkroom.diagnostics.measure;

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

        float[] rowsLow = new float[columns * height];
        float[] rowsHigh = new float[columns * height];
        float[] padded = new float[width + 2 * low.length];
        for (int y = 0; y < height; y++) {
            mirror(plane.values(), y * width, width, padded);
            for (int k = 0; k < columns; k++) {
                double l = 0;
                double h = 0;
                int at = low.length + 2 * k + 1;
                for (int j = 0; j < low.length; j++) {
                    l += low[j] * padded[at - j];
                    h += high[j] * padded[at - j];
                }
                rowsLow[y * columns + k] = (float) l;
                rowsHigh[y * columns + k] = (float) h;
            }
        }

        float[] approximation = new float[columns * rows];
        float[] horizontal = new float[columns * rows];
        float[] vertical = new float[columns * rows];
        float[] diagonal = new float[columns * rows];
        int[] source = new int[low.length];
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < low.length; j++) {
                source[j] = mirrored(2 * k + 1 - j, height) * columns;
            }
            for (int x = 0; x < columns; x++) {
                double ll = 0;
                double lh = 0;
                double hl = 0;
                double hh = 0;
                for (int j = 0; j < low.length; j++) {
                    float l = rowsLow[source[j] + x];
                    float h = rowsHigh[source[j] + x];
                    ll += low[j] * l;
                    lh += high[j] * l;
                    hl += low[j] * h;
                    hh += high[j] * h;
                }
                int at = k * columns + x;
                approximation[at] = (float) ll;
                horizontal[at] = (float) lh;
                vertical[at] = (float) hl;
                diagonal[at] = (float) hh;
            }
        }
        return new Bands(
                Plane.owning(columns, rows, approximation),
                Plane.owning(columns, rows, horizontal),
                Plane.owning(columns, rows, vertical),
                Plane.owning(columns, rows, diagonal));
    }

    private static void mirror(float[] values, int from, int length, float[] padded) {
        int pad = (padded.length - length) / 2;
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
