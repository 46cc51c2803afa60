/** The application as a whole: where it lives on disk, and how its rooms are put together. */
@NullMarked
package dev.darkroom.host;

import org.jspecify.annotations.NullMarked;
