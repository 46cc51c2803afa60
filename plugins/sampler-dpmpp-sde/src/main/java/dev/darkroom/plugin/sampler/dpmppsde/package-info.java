/** The DPM-Solver++ family for stochastic differential equations, and SEEDS. */
@NullMarked
package dev.darkroom.plugin.sampler.dpmppsde;

import org.jspecify.annotations.NullMarked;
