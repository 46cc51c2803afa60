package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/** lines */
public final class Seams {

    static int SEGMENTS = Integer.getInteger("seg", 16);
    static double Q = Double.parseDouble(System.getProperty("sq", "0.3"));
    static float CLAMP = Float.parseFloat(System.getProperty("clamp", "6"));
    static double FLOOR = Double.parseDouble(System.getProperty("floor", "0.3"));
    static double UFLOOR = Double.parseDouble(System.getProperty("ufloor", "0.5"));
    static int WIN = 16;

    private Seams() {}

    /** signed and unsigned z of each boundary. */
    public static double[][] columns(Plane luma) { return lines(luma, true); }
    public static double[][] rows(Plane luma) { return lines(luma, false); }

    private static float clamp(float v) { return Math.max(-CLAMP, Math.min(CLAMP, v)); }

    private static double[][] lines(Plane p, boolean vertical) {
        int w = p.width(), h = p.height();
        int n = vertical ? w : h, len = vertical ? h : w;
        float[] v = p.values();
        int segs = SEGMENTS;
        if (n < 4 * WIN || len < 2 * SEGMENTS) return new double[2][n];
        float[][] signed = new float[segs][n], plain = new float[segs][n];
        int[] seg = new int[len], counts = new int[segs];
        for (int y = 0; y < len; y++) { seg[y] = (int) ((long) y * segs / len); counts[seg[y]]++; }
        if (vertical) {
            for (int y = 0; y < h; y++) {
                float[] s = signed[seg[y]], u = plain[seg[y]];
                int o = y * w;
                for (int x = 2; x < w - 1; x++) {
                    float d = v[o + x] - v[o + x - 1], e = d - (v[o + x - 1] - v[o + x - 2] + v[o + x + 1] - v[o + x]) / 2;
                    s[x] += clamp(e); u[x] += Math.abs(d);
                }
            }
        } else {
            for (int y = 2; y < h - 1; y++) for (int x = 0; x < w; x++) {
                int o = y * w + x;
                float d = v[o] - v[o - w], e = d - (v[o - w] - v[o - 2 * w] + v[o + w] - v[o]) / 2;
                signed[seg[x]][y] += clamp(e); plain[seg[x]][y] += Math.abs(d);
            }
        }
        double[] a = new double[n], b = new double[n];
        double[] ra = new double[segs], rb = new double[segs];
        float[][] near = new float[segs][];
        for (int s = 0; s < segs; s++) { float[] abs = new float[n]; for (int x = 0; x < n; x++) { signed[s][x] /= counts[s]; plain[s][x] /= counts[s]; abs[x] = Math.abs(signed[s][x]); }
            near[s] = Resampling.mean(Plane.owning(n, 1, abs), WIN).values(); }
        for (int x = 5; x < n - 4; x++) {
            for (int s = 0; s < segs; s++) {
                // signed step, relative to the usual; at x the mean includes itself
                ra[s] = Math.abs(signed[s][x]) / (near[s][x] + FLOOR);
                float around = 0;
                for (int k = 1; k <= 3; k++) around = Math.max(around, Math.max(plain[s][x - k], plain[s][x + k]));
                rb[s] = Math.log((plain[s][x] + UFLOOR) / (around + UFLOOR));
            }
            a[x] = Quantiles.of(ra, Q); b[x] = Quantiles.of(rb, Q);
        }
        return new double[][] {a, b};
    }

    /** the strongest line over {single, grid}. */
    public static double[] strongest(double[] s) {
        int n = s.length;
        int m = Math.max(8, n / 32);
        double[] inner = Arrays.copyOfRange(s, m, n - m);
        double med = Quantiles.of(inner, .5);
        double[] dev = new double[inner.length]; for (int i = 0; i < dev.length; i++) dev[i] = Math.abs(inner[i] - med);
        double sd = 1.4826 * Quantiles.of(dev, .5) + 1e-3;
        double best = 0, at = 0;
        for (int i = 0; i < inner.length; i++) if (inner[i] > best) { best = inner[i]; at = i + m; }
        double grid = 0, period = 0;
        for (int p = 32; p <= n / 2; p += 32) { double sum = 0; int k = 0; for (int x = p; x < n - m; x += p) { sum += s[x]; k++; } if (k >= 2) { double z = (sum / k - med) * Math.sqrt(k) / sd; if (z > grid) { grid = z; period = p; } } }
        return new double[] {best, (best - med) / sd, at, grid, period};
    }
}
