package dev.darkroom.api.sampling;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import java.util.OptionalDouble;

/** What a sampler is given besides model, state and schedule. One object a run. */
public interface SamplerContext {

    /** Returns the checked values of the options the sampler declares. */
    Options options();

    /** Returns the model's noise process. */
    DiffusionProcess process();

    /**
     * Draws fresh unit normal noise of the run's shape, each picture of the batch from its own generator.
     *
     * <p>The interval lets a source that models one Brownian path return the normalised increment over it; sources of
     * independent noise ignore it.
     *
     * @param sigma the level the noise is added from
     * @param next the level it leads to
     * @return noise with mean 0 and variance 1
     */
    Latent noise(double sigma, double next);

    /**
     * Reports a finished step. Call it once a step, in order.
     *
     * @param index the step, from 0
     * @param sigma the level the step began at
     * @param next the level it reached
     * @param x the state after the step
     * @param denoised the estimate of x0 the step used
     */
    default void step(int index, double sigma, double next, Latent x, Latent denoised) {
        step(index, sigma, next, x, denoised, OptionalDouble.empty());
    }

    /**
     * Reports a finished step of a solver that can tell its local error for free.
     *
     * @param index the step, from 0
     * @param sigma the level the step began at
     * @param next the level it reached
     * @param x the state after the step
     * @param denoised the estimate of x0 the step used
     * @param embeddedError root mean square difference of the embedded pair of solutions
     */
    void step(int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError);
}
