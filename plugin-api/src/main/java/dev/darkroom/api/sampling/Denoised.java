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
public record Denoised(Latent denoised, Latent cond, Optional<Latent> uncond) {}
