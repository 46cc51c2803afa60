/** Finds lack of detail. */
@NullMarked
package dev.darkroom.plugin.inspector.blur;

import org.jspecify.annotations.NullMarked;
