package dev.darkroom.api.sampling;

import dev.darkroom.api.Described;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;

/** An extension that combines the estimates under the prompt and the negative prompt. */
public interface Guidance extends Described {

    /**
     * Starts a run. History (momentum, moving averages) lives in what is returned.
     *
     * @param settings scale, options and the run's levels
     * @return the combination to use in this run
     */
    Guide start(Settings settings);

    /**
     * What a run is guided by.
     *
     * @param scale the guidance scale (CFG scale); 1 is the conditional model
     * @param process the model's noise process
     * @param sigmas the run's noise levels
     * @param options the checked values of the options {@link #info()} declares
     */
    record Settings(double scale, DiffusionProcess process, SigmaSchedule sigmas, Options options) {}

    /** The combination during one run. Used by one thread. */
    interface Guide {

        /**
         * Returns whether {@link #guide} needs the unconditional estimate at a level. If not, the host saves the
         * evaluation.
         *
         * @param sigma the noise level
         * @return whether to evaluate the unconditional model
         */
        boolean needsUnconditional(double sigma);

        /**
         * Combines the estimates of x0. Called only at levels where {@link #needsUnconditional} is true.
         *
         * @param x the state
         * @param sigma its noise level
         * @param cond the estimate under the prompt
         * @param uncond the estimate under the negative prompt
         * @return the guided estimate, of the same shape
         */
        Latent guide(Latent x, double sigma, Latent cond, Latent uncond);
    }
}
