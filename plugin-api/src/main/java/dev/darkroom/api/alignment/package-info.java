/** How well a picture shows what its prompt says. */
@NullMarked
package dev.darkroom.api.alignment;

import org.jspecify.annotations.NullMarked;
