/** DPM-Solver with several evaluations within a step: single-step in groups of levels, fast, and adaptive. */
@NullMarked
package dev.darkroom.plugin.sampler.dpmsinglestep;

import org.jspecify.annotations.NullMarked;
