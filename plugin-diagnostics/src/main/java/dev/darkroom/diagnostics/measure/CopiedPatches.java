package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * The largest region that appears twice pixel by pixel, by dense patch hashing with offset voting, the exact-match branch of
 * copy-move detection (Fridrich, Soukal and Lukas 2003, "Detection of copy-move forgery in digital images", section 3).
 *
 * <p>Every 8x8 patch of a grid that has structure in two directions is looked up, by a rolling hash, at every position of
 * the picture; each find votes for its offset, and the largest connected region that moved by the winning offset is the
 * answer. In natural pictures two such patches are never equal. Copies that were filtered since are left to {@link
 * Repetition}. Time and memory are linear in the pixels.
 *
 * @param share the share of the picture's patches in that region, in [0,1]
 * @param dx the offset from the upper of both places to the other, in pixels
 * @param dy the offset from the upper of both places to the other, in pixels, at least 0
 * @param map 1 for patches of that region and of its other place, 0 elsewhere
 */
public record CopiedPatches(double share, int dx, int dy, BlockGrid map) {

    private static final int PATCH = 8;

    /** Steps a code: equal patches come from equal colours, not only from equal rounded luma. */
    private static final int STEPS = 8;

    /** Least sum of squared differences of neighbours in a patch, and largest coherence of one that is no edge. */
    private static final double TEXTURED = 20;

    private static final double STRAIGHT = 0.9;

    /** A copy lies at least this share of the shorter side away. */
    private static final double NEAREST = 0.1;

    /** How many slots of the table are tried: patches that occur often are a pattern, not a copy. */
    private static final int TRIES = 8;

    /** Matches kept for each patch of the grid, on average: patterns have no end of them. */
    private static final int MOST_MATCHES = 32;

    private static final int ACROSS = 0x01000193;
    private static final int DOWN = 0x5bd1e995;
    private static final int SPREAD = 0x9e3779b9;

    /** Searches a luma in 8-bit codes. */
    public static CopiedPatches of(Plane luma) {
        int columns = BlockGrid.count(luma.width(), PATCH);
        int rows = BlockGrid.count(luma.height(), PATCH);
        if (luma.width() < 4 * PATCH || luma.height() < 4 * PATCH) {
            return new CopiedPatches(0, 0, 0, BlockGrid.owning(columns, rows, new double[columns * rows]));
        }
        return new Search(luma, columns, rows).run();
    }

    private static final class Search {

        private final Plane luma;
        private final int columns;
        private final int rows;
        private final int positions;
        private final int bits;
        private final int[] table;
        private final int[] hashes;

        /** A bit a slot, which stays in the nearest cache: most positions find nothing. */
        private final long[] occupied;

        private int[] patches = new int[1024];
        private long[] offsets = new long[1024];
        private int matches;

        Search(Plane luma, int columns, int rows) {
            this.luma = luma;
            this.columns = columns;
            this.rows = rows;
            positions = luma.width() - PATCH + 1;
            hashes = new int[columns * rows];
            bits = 34 - Integer.numberOfLeadingZeros(columns * rows);
            table = new int[1 << bits];
            occupied = new long[1 << bits - 6];
        }

        CopiedPatches run() {
            fillTable();
            int near = Math.max(2 * PATCH, (int) (NEAREST * Math.min(luma.width(), luma.height())));
            int most = MOST_MATCHES * columns * rows;
            forEachLine((y, line) -> {
                for (int x = 0; x < positions; x++) {
                    int slot = slot(line[x]);
                    if ((occupied[slot >>> 6] >>> slot & 1) != 0) {
                        lookUp(x, y, line[x], slot, near);
                    }
                }
                return matches < most;
            });
            long best = winner();
            boolean[] moved = new boolean[columns * rows];
            for (int i = 0; i < matches; i++) {
                moved[patches[i]] |= offsets[i] == best;
            }
            boolean[] region = Regions.largest(moved, columns);
            int dy = (int) Math.floorDiv(best + luma.width(), 2L * luma.width());
            int dx = (int) (best - dy * 2L * luma.width());
            // Which place is the copy cannot be told: the offset is given downwards.
            int towards = dy < 0 || (dy == 0 && dx < 0) ? -1 : 1;
            return new CopiedPatches(
                    Regions.count(region) / (double) region.length,
                    dx * towards,
                    dy * towards,
                    Regions.twice(region, columns, dx / (double) PATCH, dy / (double) PATCH));
        }

        /** Enters the patches of the grid by their hashes. */
        private void fillTable() {
            for (int patch = 0; patch < hashes.length; patch++) {
                int left = patch % columns * PATCH;
                int top = patch / columns * PATCH;
                if (isTelling(left, top)) {
                    hashes[patch] = hash(left, top);
                    int slot = slot(hashes[patch]);
                    while (table[slot] != 0) {
                        slot = (slot + 1) & (table.length - 1);
                    }
                    table[slot] = patch + 1;
                    occupied[slot >>> 6] |= 1L << slot;
                }
            }
        }

        /** The hash of one patch, as {@link #forEachLine} has it. */
        private int hash(int left, int top) {
            int hash = 0;
            for (int y = top; y < top + PATCH; y++) {
                int line = 0;
                for (int x = left; x < left + PATCH; x++) {
                    line = line * ACROSS + code(luma.at(x, y));
                }
                hash = hash * DOWN + line;
            }
            return hash;
        }

        private static int code(float value) {
            return (int) (value * STEPS + 0.5f);
        }

        private void lookUp(int x, int y, int hash, int first, int near) {
            int slot = first;
            for (int tried = 0; table[slot] != 0 && tried < TRIES; tried++) {
                int patch = table[slot] - 1;
                int left = patch % columns * PATCH;
                int top = patch / columns * PATCH;
                if (hashes[patch] == hash && (Math.abs(x - left) >= near || Math.abs(y - top) >= near)) {
                    if (matches == patches.length) {
                        patches = Arrays.copyOf(patches, 2 * matches);
                        offsets = Arrays.copyOf(offsets, 2 * matches);
                    }
                    patches[matches] = patch;
                    offsets[matches++] = (y - top) * 2L * luma.width() + x - left;
                }
                slot = (slot + 1) & (table.length - 1);
            }
        }

        private long winner() {
            long[] sorted = Arrays.copyOf(offsets, matches);
            Arrays.sort(sorted);
            long best = 0;
            int votes = 0;
            int run = 0;
            for (int i = 0; i < sorted.length; i++) {
                run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
                if (run > votes) {
                    votes = run;
                    best = sorted[i];
                }
            }
            return best;
        }

        private int slot(int hash) {
            return (hash * SPREAD) >>> (32 - bits);
        }

        private boolean isTelling(int left, int top) {
            StructureTensor tensor = StructureTensor.of(luma, left, top, left + PATCH - 1, top + PATCH - 1);
            return tensor.energy() > TEXTURED && tensor.isLessCoherentThan(STRAIGHT);
        }

        /** Sees the hashes of the patches whose upper row is y, at every position, until it has seen enough. */
        private interface LineVisitor {
            boolean visit(int y, int[] hashes);
        }

        /** The hash of the patch at every position, line by line, by sums along rows and rolling sums along columns. */
        private void forEachLine(LineVisitor visitor) {
            int width = luma.width();
            float[] v = luma.values();
            int highestDown = 1;
            for (int i = 0; i < PATCH; i++) {
                highestDown *= DOWN;
            }
            int[] codes = new int[width];
            int[][] recent = new int[PATCH][positions];
            int[] sums = new int[positions];
            boolean goesOn = true;
            for (int y = 0; y < luma.height() && goesOn; y++) {
                for (int x = 0; x < width; x++) {
                    codes[x] = code(v[y * width + x]);
                }
                int[] line = recent[y % PATCH];
                // What is in the line yet leaves the patch from above with this row; at first that is nothing.
                roll(sums, line, highestDown);
                hash(codes, line);
                for (int x = 0; x < positions; x++) {
                    sums[x] += line[x];
                }
                goesOn = y < PATCH - 1 || visitor.visit(y - PATCH + 1, sums);
            }
        }

        private static void roll(int[] sums, int[] leaving, int highest) {
            for (int x = 0; x < sums.length; x++) {
                sums[x] = sums[x] * DOWN - leaving[x] * highest;
            }
        }

        /** The polynomial of each {@link #PATCH} codes in a row, tap by tap: a loop over vectors. */
        private static void hash(int[] codes, int[] out) {
            int factor = 1;
            Arrays.fill(out, 0);
            for (int tap = PATCH - 1; tap >= 0; tap--) {
                for (int x = 0; x < out.length; x++) {
                    out[x] += codes[x + tap] * factor;
                }
                factor *= ACROSS;
            }
        }
    }
}
