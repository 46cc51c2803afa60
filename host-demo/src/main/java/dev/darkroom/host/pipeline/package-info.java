/**
 * From request to picture: prompt, noise, sampler, decoder, inspectors. Implements {@link
 * dev.darkroom.api.generation.GenerationService} over whatever extensions are installed.
 */
@NullMarked
package dev.darkroom.host.pipeline;

import org.jspecify.annotations.NullMarked;
