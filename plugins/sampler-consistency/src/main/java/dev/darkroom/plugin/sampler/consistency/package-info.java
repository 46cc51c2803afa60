/** Samplers of consistency models: LCM and TCD. */
@NullMarked
package dev.darkroom.plugin.sampler.consistency;

import org.jspecify.annotations.NullMarked;
