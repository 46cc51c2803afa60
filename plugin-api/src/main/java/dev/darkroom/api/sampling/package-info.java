/** Samplers and what they are built from: denoiser, sigma schedules, noise sources and guidance. */
@NullMarked
package dev.darkroom.api.sampling;

import org.jspecify.annotations.NullMarked;
