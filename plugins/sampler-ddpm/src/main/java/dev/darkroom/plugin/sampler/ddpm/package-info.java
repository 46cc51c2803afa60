/** Denoising diffusion probabilistic models. */
@NullMarked
package dev.darkroom.plugin.sampler.ddpm;

import org.jspecify.annotations.NullMarked;
