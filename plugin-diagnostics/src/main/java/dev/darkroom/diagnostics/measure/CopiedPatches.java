package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/** dense patch hashing */
public final class CopiedPatches {

    static final int PATCH = 8;
    static final int LEVELS = 8;
    static final double STRAIGHT = 0.9;

    public int dx, dy, votes, largest;
    public int columns, rows, telling;
    public boolean[] region = {};

    public static CopiedPatches of(Plane luma) { return new CopiedPatches(luma); }

    private CopiedPatches(Plane luma) {
        int w = luma.width(), h = luma.height();
        columns = Math.max(1, w / PATCH); rows = Math.max(1, h / PATCH);
        if (w < 4 * PATCH || h < 4 * PATCH) return;
        int[] hash = hashes(luma);
        int hw = w - PATCH + 1, hh = h - PATCH + 1;
        boolean[] tell = telling(luma);
        int bits = 32 - Integer.numberOfLeadingZeros(4 * columns * rows);
        int mask = (1 << bits) - 1;
        int[] table = new int[1 << bits];
        for (int r = 0; r < rows; r++) for (int c = 0; c < columns; c++) {
            int b = r * columns + c;
            if (!tell[b]) continue;
            telling++;
            int key = hash[r * PATCH * hw + c * PATCH];
            int s = slot(key, bits);
            while (table[s] != 0) s = (s + 1) & mask;
            table[s] = b + 1;
        }
        int near = Math.max(2 * PATCH, Math.min(w, h) / 10);
        // votes
        int[] match = new int[1024]; int n = 0;
        for (int y = 0; y < hh; y++) for (int x = 0; x < hw; x++) {
            int key = hash[y * hw + x];
            int s = slot(key, bits);
            for (int tries = 0; table[s] != 0 && tries < 8; s = (s + 1) & mask, tries++) {
                int b = table[s] - 1;
                int bx = b % columns * PATCH, by = b / columns * PATCH;
                if (hash[by * hw + bx] != key) continue;
                if (Math.abs(bx - x) < near && Math.abs(by - y) < near) continue;
                if (n + 2 > match.length) match = Arrays.copyOf(match, match.length * 2);
                match[n++] = b; match[n++] = y * hw + x;
            }
        }
        // count offsets
        long[] off = new long[n / 2];
        for (int i = 0; i < n; i += 2) {
            off[i / 2] = offset(match[i], match[i + 1], hw, w);
        }
        long[] sorted = off.clone(); Arrays.sort(sorted);
        long best = 0; int run = 0;
        for (int i = 0; i < sorted.length; i++) {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run > votes) { votes = run; best = sorted[i]; }
        }
        if (votes == 0) return;
        boolean[] set = new boolean[columns * rows];
        for (int i = 0; i < off.length; i++) if (off[i] == best) set[match[2 * i]] = true;
        region = Regions.largest(set, columns);
        for (boolean v : region) if (v) largest++;
        dy = (int) Math.floorDiv(best + w, 2L * w); dx = (int) (best - dy * 2L * w);
    }

    private long offset(int b, int at, int hw, int w) {
        int bx = b % columns * PATCH, by = b / columns * PATCH;
        int x = at % hw, y = at / hw;
        return (y - by) * 2L * w + (x - bx);
    }

    private static int slot(int key, int bits) { return (key * 0x9E3779B9) >>> (32 - bits); }

    private int[] hashes(Plane luma) {
        int w = luma.width(), h = luma.height(), hw = w - PATCH + 1, hh = h - PATCH + 1;
        float[] v = luma.values();
        int bx = 0x01000193, by = 0x5bd1e995;
        int px = 1, py = 1;
        for (int i = 1; i < PATCH; i++) { px *= bx; py *= by; }
        int[] rowsHash = new int[hw * h];
        int[] q = new int[w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) q[x] = (int) (v[y * w + x] * LEVELS + 0.5f);
            int k = 0;
            for (int x = 0; x < PATCH; x++) k = k * bx + q[x];
            rowsHash[y * hw] = k;
            for (int x = 1; x < hw; x++) { k = (k - q[x - 1] * px) * bx + q[x + PATCH - 1]; rowsHash[y * hw + x] = k; }
        }
        int[] out = new int[hw * hh];
        int[] col = new int[hw];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < hw; x++) {
                int k = col[x];
                if (y >= PATCH) k -= rowsHash[(y - PATCH) * hw + x] * py;
                k = k * by + rowsHash[y * hw + x];
                col[x] = k;
                if (y >= PATCH - 1) out[(y - PATCH + 1) * hw + x] = k;
            }
        }
        return out;
    }

    private boolean[] telling(Plane luma) {
        int w = luma.width();
        float[] v = luma.values();
        boolean[] out = new boolean[columns * rows];
        for (int r = 0; r < rows; r++) for (int c = 0; c < columns; c++) {
            double xx = 0, yy = 0, xy = 0;
            for (int y = r * PATCH; y < r * PATCH + PATCH - 1; y++) for (int x = c * PATCH; x < c * PATCH + PATCH - 1; x++) {
                double gx = v[y * w + x + 1] - v[y * w + x], gy = v[(y + 1) * w + x] - v[y * w + x];
                xx += gx * gx; yy += gy * gy; xy += gx * gy;
            }
            out[r * columns + c] = xx + yy > MIN && Math.hypot(xx - yy, 2 * xy) < STRAIGHT * (xx + yy);
        }
        return out;
    }
    static double MIN = Double.parseDouble(System.getProperty("min", "20"));
    public double share() { return largest / (double) (columns * rows); }
}
