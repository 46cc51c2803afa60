package dev.darkroom.diagnostics.measure;

import org.jtransforms.fft.FloatFFT_2D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * The autocorrelation of a plane by the Wiener-Khinchin theorem, over cyclic shifts: {@code r = F^-1(|F(x)|^2)}.
 *
 * <p>A power spectrum that falls off, as that of pictures does, makes a broad hill of every peak. {@link #whitened} divides
 * the spectrum by its own local mean first: what is left is the fine structure that repetition writes into a spectrum (a
 * comb for a tiling, fringes for a duplicate), and a shift at which a share {@code a} of the picture repeats itself has a
 * correlation of about {@code a}.
 */
public final class Autocorrelation {

    /** Half the width of the local mean over the spectrum, in frequencies: wider than the comb of a 5x5 tiling. */
    private static final int RADIUS = 10;

    static {
        // Inspectors run one picture a thread; the library would start threads of its own.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private Autocorrelation() {}

    /**
     * Returns the plain autocorrelation, {@code r(d) = sum_p x(p) x(p + d)} with indices modulo the size.
     *
     * @param plane any size
     * @return {@code r}, as large as the plane; shift 0 is at (0, 0), negative shifts count from the far end
     */
    public static Plane plain(Plane plane) {
        return inverse(power(plane), plane.width(), plane.height(), 1f / plane.size());
    }

    /**
     * Returns the autocorrelation with a whitened spectrum, 1 at shift 0.
     *
     * @param plane any size; its mean should be near 0
     * @return correlations, laid out as by {@link #plain}; zeros for a plane of zeros
     */
    public static Plane whitened(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        float[] power = power(plane);
        float[] around = Resampling.mean(
                        Plane.owning(width, height, power), Math.min(RADIUS, Math.min(width, height) / 4))
                .values();
        double total = 0;
        for (float value : power) {
            total += value;
        }
        // A floor keeps bands that hold nothing but rounding from being raised to the level of the picture.
        float floor = (float) (1e-4 * total / power.length) + Float.MIN_NORMAL;
        double sum = 0;
        for (int i = 0; i < power.length; i++) {
            power[i] /= around[i] + floor;
            sum += power[i];
        }
        return inverse(power, width, height, sum > 0 ? (float) (1 / sum) : 0);
    }

    private static float[] power(Plane plane) {
        float[] spectrum = forward(plane.values(), plane.width(), plane.height());
        float[] power = new float[plane.size()];
        for (int i = 0; i < power.length; i++) {
            float re = spectrum[2 * i];
            float im = spectrum[2 * i + 1];
            power[i] = re * re + im * im;
        }
        return power;
    }

    private static Plane inverse(float[] power, int width, int height, float scale) {
        // A real and even spectrum has the same transform in both directions.
        float[] transformed = forward(power, width, height);
        float[] out = new float[power.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = transformed[2 * i] * scale;
        }
        return Plane.owning(width, height, out);
    }

    private static float[] forward(float[] values, int width, int height) {
        float[] data = new float[2 * values.length];
        System.arraycopy(values, 0, data, 0, values.length);
        if (width == 1 || height == 1) {
            new org.jtransforms.fft.FloatFFT_1D(values.length).realForwardFull(data);
        } else {
            new FloatFFT_2D(height, width).realForwardFull(data);
        }
        return data;
    }
}
