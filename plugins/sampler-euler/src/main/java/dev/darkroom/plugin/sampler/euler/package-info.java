/** Euler and Euler ancestral. */
@NullMarked
package dev.darkroom.plugin.sampler.euler;

import org.jspecify.annotations.NullMarked;
