package dev.darkroom.api.sampling;

import dev.darkroom.api.latent.Latent;
import java.util.Optional;

/**
 * One evaluation of the guided model.
 *
 * @param denoised the guided estimate of x0
 * @param cond the estimate under the prompt
 * @param uncond the estimate under the negative (or empty) prompt; absent when guidance did not need it
 */
public record Denoised(Latent denoised, Latent cond, Optional<Latent> uncond) {

    /**
     * Returns the slope of the probability flow ODE, {@code dx/dsigma = (x - x0) / sigma} (Karras et al. 2022, Algorithm
     * 1, line 4).
     *
     * @param x the state the estimate was made at
     * @param sigma its noise level, above 0
     * @return the slope, of the shape of {@code x}
     */
    public Latent derivative(Latent x, double sigma) {
        return Latent.sum(1 / sigma, x, -1 / sigma, denoised);
    }
}
