/** The DPM-Solver++ family. */
@NullMarked
package dev.darkroom.plugin.sampler.dpmpp;

import org.jspecify.annotations.NullMarked;
