package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.picture.Picture;

/**
 * Gradients that climb in steps: along rows and columns of each channel, flat runs one after the other with equal steps of
 * the same sign between them. One code a step is all that 8 bits can do; more is banding, whatever the size of the step.
 *
 * @param share the share of the picture that lies in staircases, in the channel and direction with the most, in [0,1]
 * @param step the usual step, in 8-bit codes; 0 without staircases
 * @param map the share by block
 */
public record Staircase(double share, double step, BlockGrid map) {

    private static final int BLOCK = 32;

    /** Shorter runs are texture. */
    private static final int SHORTEST = 4;

    /** Pixels between two runs, as smoothing leaves them. */
    private static final int WIDEST_EDGE = 2;

    /** Larger steps are drawn on purpose. */
    private static final int LARGEST_STEP = 24;

    /** Steps in a row that make a staircase. */
    private static final int STEPS = 3;

    /** Searches a picture. */
    public static Staircase of(Picture picture) {
        return new Search(picture).best();
    }

    private static final class Search {

        private final int width;
        private final int height;
        private final Picture picture;
        private final int columns;
        private final int rows;
        private int[] cells;
        private long steps;
        private long stepCount;
        private long covered;

        Search(Picture picture) {
            this.picture = picture;
            width = picture.width();
            height = picture.height();
            columns = BlockGrid.count(width, BLOCK);
            rows = BlockGrid.count(height, BLOCK);
            cells = new int[columns * rows];
        }

        Staircase best() {
            double share = -1;
            double step = 0;
            int[] map = cells;
            byte[] codes = new byte[width * height];
            byte[] turned = new byte[width * height];
            for (int channel = 0; channel < 3; channel++) {
                code(channel, codes, turned);
                for (boolean alongRows : new boolean[] {true, false}) {
                    cells = new int[columns * rows];
                    covered = 0;
                    steps = 0;
                    stepCount = 0;
                    int lines = alongRows ? height : width;
                    for (int k = 0; k < lines; k++) {
                        scan(alongRows ? codes : turned, k, alongRows);
                    }
                    double here = covered / ((double) width * height);
                    if (here > share) {
                        share = here;
                        step = stepCount == 0 ? 0 : steps / (double) stepCount;
                        map = cells;
                    }
                }
            }
            double[] values = new double[map.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.min(1, map[i] / (double) (BLOCK * BLOCK));
            }
            return new Staircase(share, step, BlockGrid.owning(columns, rows, values));
        }

        /** The codes of a channel, row by row and column by column. */
        private void code(int channel, byte[] codes, byte[] turned) {
            int offset = channel * width * height;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    float value = picture.at(offset + y * width + x);
                    byte code = (byte) (value > 0 ? (int) (255 * Math.min(1, value) + 0.5f) : 0);
                    codes[y * width + x] = code;
                    turned[x * height + y] = code;
                }
            }
        }

        private void scan(byte[] codes, int k, boolean alongRows) {
            int length = alongRows ? width : height;
            int from = k * length;
            int chainStart = 0;
            int chain = 0;
            int chainSum = 0;
            int lastStep = 0;
            int runCode = -1;
            int runEnd = 0;
            int runStart = 0;
            int i = 0;
            while (i < length) {
                int end = i + 1;
                while (end < length && codes[from + end] == codes[from + i]) {
                    end++;
                }
                if (end - i >= SHORTEST) {
                    int step = runCode < 0 || i - runEnd > WIDEST_EDGE ? 0 : (codes[from + i] & 255) - runCode;
                    int size = Math.abs(step);
                    boolean stair = size >= 2 && size <= LARGEST_STEP;
                    boolean goesOn = stair
                            && chain > 0
                            && Integer.signum(step) == Integer.signum(lastStep)
                            && size <= 2 * Math.abs(lastStep)
                            && 2 * size >= Math.abs(lastStep);
                    if (!goesOn) {
                        cover(chainStart, runEnd, chain, chainSum, k, alongRows);
                        chain = 0;
                        chainSum = 0;
                        chainStart = runStart;
                    }
                    if (stair) {
                        chain++;
                        chainSum += size;
                    }
                    lastStep = step;
                    runCode = codes[from + i] & 255;
                    runStart = i;
                    runEnd = end;
                }
                i = end;
            }
            cover(chainStart, runEnd, chain, chainSum, k, alongRows);
        }

        private void cover(int from, int to, int chain, int sum, int k, boolean alongRows) {
            if (chain < STEPS) {
                return;
            }
            covered += to - from;
            steps += sum;
            stepCount += chain;
            int across = Math.min(k / BLOCK, (alongRows ? rows : columns) - 1);
            int limit = (alongRows ? columns : rows) - 1;
            for (int i = from; i < to; i++) {
                int along = Math.min(i / BLOCK, limit);
                cells[alongRows ? across * columns + along : along * columns + across]++;
            }
        }
    }
}
