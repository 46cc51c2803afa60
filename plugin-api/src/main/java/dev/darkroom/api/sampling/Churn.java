package dev.darkroom.api.sampling;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;

/**
 * Fresh noise before each step of an ODE solver: Karras et al. 2022, <i>Elucidating the Design Space of Diffusion-Based
 * Generative Models</i>, Algorithm 2, lines 4 to 6.
 *
 * @param amount the noise of the whole run, {@code S_churn}; 0 for none
 * @param min the lowest level noise is added at, {@code S_tmin}
 * @param max the highest level noise is added at, {@code S_tmax}
 * @param factor the factor of the noise, {@code S_noise}
 */
public record Churn(double amount, double min, double max, double factor) {

    private static final OptionSpec AMOUNT =
            OptionSpec.number("s_churn", 0, 0, 1e6, "How much fresh noise to add, over the whole run.");
    private static final OptionSpec MIN = OptionSpec.number("s_tmin", 0, 0, 1e9, "Add noise only from this sigma up.");
    private static final OptionSpec MAX =
            OptionSpec.number("s_tmax", 1e9, 0, Double.POSITIVE_INFINITY, "Add noise only up to this sigma.");
    private static final OptionSpec FACTOR =
            OptionSpec.number("s_noise", 1, 0, 100, "Factor of the added noise; a little above 1 keeps detail.");

    /** Returns the options a sampler declares to offer churn, under their names in k-diffusion. */
    public static OptionSpec[] options() {
        return new OptionSpec[] {AMOUNT, MIN, MAX, FACTOR};
    }

    /** Reads churn from the options of a sampler that declares {@link #options()}. */
    public static Churn of(Options options) {
        return new Churn(
                options.number(AMOUNT.name()),
                options.number(MIN.name()),
                options.number(MAX.name()),
                options.number(FACTOR.name()));
    }

    /**
     * Returns the level a step is raised to before it is taken.
     *
     * @param sigma the level the step begins at
     * @param steps how many steps share the noise
     * @return the raised level; {@code sigma} itself if no noise is to be added
     */
    public double hat(double sigma, int steps) {
        boolean churned = sigma >= min && sigma <= max;
        return churned ? sigma * (1 + Math.min(amount / steps, Math.sqrt(2) - 1)) : sigma;
    }

    /**
     * Returns the state raised to a level, with one draw of noise if that is above its own.
     *
     * @param x the state at {@code sigma}
     * @param sigma its level
     * @param hat the level {@link #hat} gave
     * @param context the run to draw noise from
     * @return the raised state; {@code x} itself if the levels are equal
     */
    public Latent raise(Latent x, double sigma, double hat, SamplerContext context) {
        return hat > sigma ? x.plus(factor * Math.sqrt(hat * hat - sigma * sigma), context.noise(sigma, hat)) : x;
    }
}
