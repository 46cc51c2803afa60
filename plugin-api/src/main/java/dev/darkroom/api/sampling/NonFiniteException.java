package dev.darkroom.api.sampling;

import dev.darkroom.api.DarkroomException;

/** A model component returned NaN or infinite values. */
public class NonFiniteException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    private final String component;
    private final int step;
    private final double sigma;
    private final int count;

    /**
     * Describes what was found.
     *
     * @param component {@code denoiser} or {@code decoder}
     * @param step the step, from 0, or -1 outside the sampling loop
     * @param sigma the noise level, or 0 outside the sampling loop
     * @param count how many values were not finite
     * @param of out of how many
     */
    public NonFiniteException(String component, int step, double sigma, int count, int of) {
        super((step < 0 ? "" : "step " + (step + 1) + ": ") + component + " returned " + count
                + " non-finite values of "
                + of + (step < 0 ? "" : String.format(java.util.Locale.ROOT, " (sigma %.4g)", sigma))
                + ". Reduced precision is a frequent cause: try --precision fp32");
        this.component = component;
        this.step = step;
        this.sigma = sigma;
        this.count = count;
    }

    /** Returns {@code denoiser} or {@code decoder}. */
    public String component() {
        return component;
    }

    /** Returns the step, from 0, or -1 outside the sampling loop. */
    public int step() {
        return step;
    }

    /** Returns the noise level. */
    public double sigma() {
        return sigma;
    }

    /** Returns how many values were not finite. */
    public int count() {
        return count;
    }
}
