/** Restart sampling. */
@NullMarked
package dev.darkroom.plugin.sampler.restart;

import org.jspecify.annotations.NullMarked;
