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
     * @param component {@code denoiser}, {@code decoder}, {@code guidance}, or {@code sampler} with or without its id
     * @param step the step, from 0, or -1 outside the sampling loop
     * @param sigma the noise level, or 0 outside the sampling loop
     * @param count how many values were not finite
     * @param of out of how many
     */
    public NonFiniteException(String component, int step, double sigma, int count, int of) {
        super((step < 0 ? "" : "step " + (step + 1) + ": ") + component + " returned " + count
                + " non-finite values of "
                + of + (step < 0 ? "" : String.format(java.util.Locale.ROOT, " (sigma %.4g)", sigma))
                + advice(component));
        this.component = component;
        this.step = step;
        this.sigma = sigma;
        this.count = count;
    }

    private static String advice(String component) {
        for (String part : new String[] {"sampler", "guidance"}) {
            if (component.startsWith(part)) {
                return ". Try another --" + part;
            }
        }
        return ". Reduced precision is a frequent cause: try --precision fp32";
    }

    /** Returns {@code denoiser}, {@code decoder}, or the sampler or guidance at fault. */
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
