/** Finds numbers that went wrong: NaN and infinity, empty and burnt pictures, latents out of range. */
@NullMarked
package dev.darkroom.plugin.inspector.numeric;

import org.jspecify.annotations.NullMarked;
