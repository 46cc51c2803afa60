/** The stochastic Adams solver. */
@NullMarked
package dev.darkroom.plugin.sampler.sa;

import org.jspecify.annotations.NullMarked;
