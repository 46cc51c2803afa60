/** The noise schedule of Karras et al. 2022. */
@NullMarked
package dev.darkroom.plugin.schedule.karras;

import org.jspecify.annotations.NullMarked;
