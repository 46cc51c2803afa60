/**
 * Making variants of a model in another precision. A converter turns graphs into graphs; the host records what the graphs
 * are fed on real denoising trajectories, measures what a variant costs, and puts it in place.
 */
@NullMarked
package dev.darkroom.api.precision;

import org.jspecify.annotations.NullMarked;
