/**
 * Variants of models in other precisions: what a graph is fed is recorded on real trajectories, a converter plugin makes the
 * variant aside, what it costs is measured, and only what passes is moved into place.
 */
@NullMarked
package dev.darkroom.host.precision;

import org.jspecify.annotations.NullMarked;
