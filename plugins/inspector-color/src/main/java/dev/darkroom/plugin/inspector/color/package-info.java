/** Finds colour casts, burnt colours, banding and washed-out pictures. */
@NullMarked
package dev.darkroom.plugin.inspector.color;

import org.jspecify.annotations.NullMarked;
