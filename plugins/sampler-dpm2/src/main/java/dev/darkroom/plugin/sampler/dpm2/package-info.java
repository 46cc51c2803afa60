/** The midpoint solvers DPM2 and DPM2 ancestral. */
@NullMarked
package dev.darkroom.plugin.sampler.dpm2;

import org.jspecify.annotations.NullMarked;
