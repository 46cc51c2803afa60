/** A noise schedule written by hand. */
@NullMarked
package dev.darkroom.plugin.schedule.manual;

import org.jspecify.annotations.NullMarked;
