/** Points at places that do not fit the rest of a picture, or that were unsettled while it was made. */
@NullMarked
package dev.darkroom.plugin.inspector.structure;

import org.jspecify.annotations.NullMarked;
