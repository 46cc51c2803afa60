/** Holds installed samplers, schedules and noise sources to the numbers of other programs. */
@NullMarked
package dev.darkroom.host.reference;

import org.jspecify.annotations.NullMarked;
