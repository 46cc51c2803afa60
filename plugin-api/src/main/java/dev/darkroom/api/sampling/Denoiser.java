package dev.darkroom.api.sampling;

import dev.darkroom.api.latent.Latent;

/**
 * The guided model as a function of state and noise level. The host implements it and owns everything around the network:
 * timestep, input scaling, conversion to x0, guidance, batching, the non-finite guard, cancellation and the count of
 * evaluations.
 */
@FunctionalInterface
public interface Denoiser {

    /**
     * Estimates x0.
     *
     * @param x the state in the canonical space of {@link DiffusionProcess}, {@code [n,c,h,w]}
     * @param sigma its noise level, above 0
     * @return the estimate and its parts, each of the shape of {@code x}
     * @throws NonFiniteException if the model returned NaN or infinity
     * @throws dev.darkroom.api.runtime.CancelledException if the run was cancelled
     */
    Denoised denoise(Latent x, double sigma);
}
