/** Tells photographs, illustrations and flat art apart. */
@NullMarked
package dev.darkroom.diagnostics.style;

import org.jspecify.annotations.NullMarked;
