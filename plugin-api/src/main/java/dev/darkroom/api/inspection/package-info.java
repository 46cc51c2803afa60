/** The extension points that look at a finished picture, or at its making. */
@NullMarked
package dev.darkroom.api.inspection;

import org.jspecify.annotations.NullMarked;
