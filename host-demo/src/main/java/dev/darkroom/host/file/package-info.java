/** Files put in place whole or not at all, and why one could not be read or written. */
@NullMarked
package dev.darkroom.host.file;

import org.jspecify.annotations.NullMarked;
