package dev.darkroom.api.sampling;

import dev.darkroom.api.Described;
import dev.darkroom.api.latent.Latent;

/**
 * An extension that turns noise into a sample. One stateless object serves any number of runs at once: all history is
 * local to {@link #sample}.
 */
public interface Sampler extends Described {

    /**
     * Runs the solver.
     *
     * @param denoiser the guided model
     * @param x the initial state at {@code sigmas.at(0)}, {@code [n,c,h,w]}; not changed
     * @param sigmas the noise levels
     * @param context options, noise and the place to report each step to
     * @return the state at the last level
     */
    Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context);

    /**
     * Returns how often {@link #sample} will call the denoiser. Solvers with more than one evaluation a step override it.
     *
     * @param sigmas the noise levels
     * @return the number of evaluations
     */
    default int evaluations(SigmaSchedule sigmas) {
        return sigmas.steps();
    }
}
