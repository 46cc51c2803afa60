package dev.darkroom.api.sampling;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a method of guidance is defined on, where its authors did not define it on x0. Each quantity p is a linear function
 * of the state and the estimate: {@code x0 = offset x - scale p}. A method that is linear but for numbers it measures on p
 * can therefore measure them on p and still combine estimates of x0.
 */
public enum EstimateSpace {
    /** The estimate of x0 itself. */
    X0,
    /** {@code (x - x0) / sigma}: the noise of a variance-exploding state, the velocity of a rectified flow. */
    NOISE,
    /** The velocity of the variance-preserving state, whatever the model predicts (Salimans and Ho 2022, eq. 12 on). */
    V,
    /** What the network returns: noise, v, x0 or flow velocity. */
    PREDICTION;

    private static final String NAME = "space";

    /**
     * Returns the option a guidance declares to offer the spaces.
     *
     * @param standard the space that is used when none is given
     * @param offered the spaces, {@code standard} among them
     */
    public static OptionSpec option(EstimateSpace standard, EstimateSpace... offered) {
        return OptionSpec.choice(
                NAME,
                standard.word(),
                Arrays.stream(offered).map(EstimateSpace::word).toList(),
                "What the guidance measures on.");
    }

    /** Reads the space from the options of a guidance that declares {@link #option}. */
    public static EstimateSpace of(Options options) {
        return valueOf(options.text(NAME).toUpperCase(Locale.ROOT));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the factor of the state in x0. */
    public double offset(DiffusionProcess process, double sigma) {
        return switch (resolved(process)) {
            case NOISE -> 1;
            case V -> 1 / (1 + sigma * sigma);
            default -> 0;
        };
    }

    /** Returns the factor of {@code -p} in x0; negative for {@link #X0} alone. */
    public double scale(DiffusionProcess process, double sigma) {
        return switch (resolved(process)) {
            case NOISE -> sigma;
            case V -> sigma / Math.sqrt(1 + sigma * sigma);
            default -> -1;
        };
    }

    /**
     * Returns {@code scale p}, which points and varies as p does.
     *
     * @param process the model's process
     * @param x the state
     * @param sigma its noise level
     * @param x0 an estimate
     * @return {@code offset x - x0}
     */
    public Latent direction(DiffusionProcess process, Latent x, double sigma, Latent x0) {
        return Latent.sum(offset(process, sigma), x, -1, x0);
    }

    private EstimateSpace resolved(DiffusionProcess process) {
        return this == PREDICTION
                ? switch (process.prediction()) {
                    case EPSILON, FLOW -> NOISE;
                    case V -> V;
                    case SAMPLE -> X0;
                }
                : this;
    }
}
