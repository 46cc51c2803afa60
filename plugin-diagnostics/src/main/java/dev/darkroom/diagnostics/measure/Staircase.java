package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
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

    /** Shorter runs are texture; {@link Search#nextRun} knows this number. */
    private static final int SHORTEST = 4;

    /** Pixels between two runs, as smoothing leaves them. */
    private static final int WIDEST_EDGE = 2;

    /** Larger steps are drawn on purpose. */
    private static final int LARGEST_STEP = 24;

    /** Steps in a row that make a staircase. */
    private static final int STEPS = 3;

    /** Searches an inspected picture. */
    public static Staircase of(Inspection inspection) {
        return new Search(Codes.of(inspection)).best();
    }

    /** Searches a picture. */
    public static Staircase of(Picture picture) {
        return new Search(Codes.of(picture)).best();
    }

    private static final class Search {

        private final int width;
        private final int height;
        private final Codes picture;
        private final int columns;
        private final int rows;
        private int[] cells;
        private long steps;
        private long stepCount;
        private long covered;

        Search(Codes picture) {
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
            for (int channel = 0; channel < 3; channel++) {
                byte[] codes = picture.channel(channel);
                byte[] turned = turned(codes);
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

        /** The codes column by column, turned in squares that fit the nearest cache. */
        private byte[] turned(byte[] codes) {
            byte[] out = new byte[codes.length];
            for (int top = 0; top < height; top += BLOCK) {
                int bottom = Math.min(height, top + BLOCK);
                for (int left = 0; left < width; left += BLOCK) {
                    int right = Math.min(width, left + BLOCK);
                    for (int x = left; x < right; x++) {
                        for (int y = top; y < bottom; y++) {
                            out[x * height + y] = codes[y * width + x];
                        }
                    }
                }
            }
            return out;
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
            for (int i = nextRun(codes, from, 0, length); i < length; ) {
                int end = i + SHORTEST;
                while (end < length && codes[from + end] == codes[from + i]) {
                    end++;
                }
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
                i = nextRun(codes, from, end, length);
            }
            cover(chainStart, runEnd, chain, chainSum, k, alongRows);
        }

        /**
         * Where the next run of {@link #SHORTEST} equal codes begins, or the length. From its last code backwards: where two
         * neighbours differ, no run begins that holds both.
         */
        private static int nextRun(byte[] codes, int from, int start, int length) {
            int i = start;
            while (i + SHORTEST <= length) {
                int at = from + i;
                if (codes[at + 3] != codes[at + 2]) {
                    i += 3;
                } else if (codes[at + 2] != codes[at + 1]) {
                    i += 2;
                } else if (codes[at + 1] != codes[at]) {
                    i++;
                } else {
                    return i;
                }
            }
            return length;
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
