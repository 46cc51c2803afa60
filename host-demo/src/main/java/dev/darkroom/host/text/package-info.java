/** How things are put into words. */
@NullMarked
package dev.darkroom.host.text;

import org.jspecify.annotations.NullMarked;
