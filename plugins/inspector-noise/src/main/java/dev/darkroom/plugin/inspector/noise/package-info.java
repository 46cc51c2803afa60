/** Finds grain in pictures, and trajectories that ended before they settled. */
@NullMarked
package dev.darkroom.plugin.inspector.noise;

import org.jspecify.annotations.NullMarked;
