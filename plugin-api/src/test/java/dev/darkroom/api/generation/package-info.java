/** Tests of requests. */
@NullMarked
package dev.darkroom.api.generation;

import org.jspecify.annotations.NullMarked;
