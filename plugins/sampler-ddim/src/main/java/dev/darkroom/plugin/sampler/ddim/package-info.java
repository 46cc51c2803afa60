/** Denoising diffusion implicit models. */
@NullMarked
package dev.darkroom.plugin.sampler.ddim;

import org.jspecify.annotations.NullMarked;
