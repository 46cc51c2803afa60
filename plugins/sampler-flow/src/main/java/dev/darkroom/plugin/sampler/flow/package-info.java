/** Samplers for rectified flows alone. */
@NullMarked
package dev.darkroom.plugin.sampler.flow;

import org.jspecify.annotations.NullMarked;
