/** Decoded pictures and maps over them, as floats: what codecs make and inspectors look at. */
@NullMarked
package dev.darkroom.api.picture;

import org.jspecify.annotations.NullMarked;
