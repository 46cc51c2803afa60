/** Heun's method and Heun++. */
@NullMarked
package dev.darkroom.plugin.sampler.heun;

import org.jspecify.annotations.NullMarked;
