/** The Euler solver. */
@NullMarked
package dev.darkroom.plugin.sampler.euler;

import org.jspecify.annotations.NullMarked;
