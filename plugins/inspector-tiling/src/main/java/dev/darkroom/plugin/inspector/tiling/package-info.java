/** Finds tilings, duplicated regions, decoder grids and seams. */
@NullMarked
package dev.darkroom.plugin.inspector.tiling;

import org.jspecify.annotations.NullMarked;
