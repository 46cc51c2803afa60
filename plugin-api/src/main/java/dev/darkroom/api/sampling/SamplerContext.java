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
     * @param sigma the level the noise is added from
     * @param next the level it leads to
     * @return noise with mean 0 and variance 1, independent of every other draw
     */
    Latent noise(double sigma, double next);

    /**
     * Returns the increment of one Brownian path over an interval of levels, divided by the square root of its length: the
     * noise of solvers whose intervals overlap, where {@code W(c) - W(a)} must equal {@code (W(b) - W(a)) + (W(c) -
     * W(b))}. Each picture of the batch has a path of its own.
     *
     * @param sigma the level the noise is added from
     * @param next the level it leads to, another than {@code sigma} and within the levels of the run
     * @return noise with mean 0 and variance 1, the same for the same interval
     */
    Latent brownian(double sigma, double next);

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
