package dev.darkroom.diagnostics.measure;

/**
 * How well a picture matches itself under a shift, block by block: normalised cross-correlation of a band-pass of the luma
 * that is divided by its own local deviation, so that faint and strong texture count alike.
 *
 * <p>Only blocks with structure in two directions count. A flat block matches anything and an edge matches itself all
 * along (the aperture problem).
 */
final class LocalCorrelation {

    /** Block size in pixels of the plane given. */
    static final int BLOCK = 8;

    /** From this correlation a block matches. Unrelated blocks of natural texture stay below. */
    static final double MATCH = 0.8;

    /** Radii of the band-pass: the finer one keeps shifts by half a pixel alike. */
    private static final int FINE = 1;

    private static final int COARSE = 4;

    /** Radius of the local deviation. */
    private static final int AROUND = 6;

    /** Deviation, in 8-bit codes, up to which texture is taken for rounding and sensor noise. */
    private static final float NOISE = 1;

    /** Least mean square of a normalised block that is not flat, and largest coherence of one that is no edge. */
    private static final double TEXTURED = 0.15;

    private static final double STRAIGHT = 0.8;

    private final Plane normal;
    private final int columns;
    private final int rows;
    private final boolean[] telling;

    LocalCorrelation(Plane luma) {
        normal = normalised(luma);
        columns = BlockGrid.count(luma.width(), BLOCK);
        rows = BlockGrid.count(luma.height(), BLOCK);
        telling = new boolean[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                telling[row * columns + column] = isTelling(column * BLOCK, row * BLOCK);
            }
        }
    }

    /**
     * What a shift matches.
     *
     * @param dx to the right
     * @param dy downwards
     * @param mean the mean correlation of telling blocks that have a partner; shrunk towards 0 where they are few
     * @param blocks correlations; 0 for blocks that do not count or whose partner lies outside
     */
    record Match(int dx, int dy, double mean, BlockGrid blocks) {

        /** Returns the largest connected region of matching blocks. */
        boolean[] region() {
            boolean[] matching = new boolean[blocks.size()];
            for (int i = 0; i < matching.length; i++) {
                matching[i] = blocks.at(i) > MATCH;
            }
            return Regions.largest(matching, blocks.columns());
        }
    }

    /** Returns the normalised band-pass. */
    Plane plane() {
        return normal;
    }

    /** Returns how the picture matches itself when every block is compared with the one at a shift. */
    Match at(int dx, int dy) {
        int width = normal.width();
        int height = normal.height();
        float[] v = normal.values();
        double[] correlations = new double[telling.length];
        double sum = 0;
        int compared = 0;
        for (int row = 0; row < rows; row++) {
            int top = row * BLOCK;
            if (top + dy < 0 || top + dy + BLOCK > height || top + BLOCK > height) {
                continue;
            }
            for (int column = 0; column < columns; column++) {
                int left = column * BLOCK;
                int block = row * columns + column;
                if (left + dx < 0 || left + dx + BLOCK > width || left + BLOCK > width || !telling[block]) {
                    continue;
                }
                float ab = 0;
                float aa = 1e-6f;
                float bb = 1e-6f;
                for (int y = top; y < top + BLOCK; y++) {
                    int here = y * width + left;
                    int there = (y + dy) * width + left + dx;
                    for (int x = 0; x < BLOCK; x++) {
                        float a = v[here + x];
                        float b = v[there + x];
                        ab += a * b;
                        aa += a * a;
                        bb += b * b;
                    }
                }
                correlations[block] = ab / Math.sqrt((double) aa * bb);
                sum += correlations[block];
                compared++;
            }
        }
        // A fiftieth of the blocks with correlation 0 are added: a handful of blocks proves nothing.
        double mean = sum / (compared + 0.02 * telling.length);
        return new Match(dx, dy, mean, BlockGrid.owning(columns, rows, correlations));
    }

    private static Plane normalised(Plane luma) {
        float[] fine = Resampling.mean(luma, FINE).values();
        float[] coarse = Resampling.mean(luma, COARSE).values();
        float[] band = new float[fine.length];
        float[] squares = new float[fine.length];
        for (int i = 0; i < band.length; i++) {
            band[i] = fine[i] - coarse[i];
            squares[i] = band[i] * band[i];
        }
        float[] energy = Resampling.mean(Plane.owning(luma.width(), luma.height(), squares), AROUND)
                .values();
        for (int i = 0; i < band.length; i++) {
            band[i] /= (float) Math.sqrt(Math.max(0, energy[i]) + NOISE * NOISE);
        }
        return Plane.owning(luma.width(), luma.height(), band);
    }

    private boolean isTelling(int left, int top) {
        int width = normal.width();
        int right = Math.min(normal.width() - 1, left + BLOCK);
        int bottom = Math.min(normal.height() - 1, top + BLOCK);
        float[] v = normal.values();
        double energy = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                energy += v[y * width + x] * v[y * width + x];
            }
        }
        int count = Math.max(1, (right - left) * (bottom - top));
        return energy > TEXTURED * count
                && StructureTensor.of(normal, left, top, right, bottom).isLessCoherentThan(STRAIGHT);
    }
}
