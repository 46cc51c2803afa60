/** The diffusion exponential integrator sampler. */
@NullMarked
package dev.darkroom.plugin.sampler.deis;

import org.jspecify.annotations.NullMarked;
