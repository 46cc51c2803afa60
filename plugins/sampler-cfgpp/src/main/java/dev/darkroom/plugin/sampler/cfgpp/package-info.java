/** Samplers that step along the unconditional direction: CFG++. */
@NullMarked
package dev.darkroom.plugin.sampler.cfgpp;

import org.jspecify.annotations.NullMarked;
