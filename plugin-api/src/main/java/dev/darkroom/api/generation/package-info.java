/** A generation from request to result, with the trace of what happened on the way. */
@NullMarked
package dev.darkroom.api.generation;

import org.jspecify.annotations.NullMarked;
