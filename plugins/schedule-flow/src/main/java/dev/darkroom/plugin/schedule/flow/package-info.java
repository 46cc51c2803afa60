/** Schedules of rectified flows. */
@NullMarked
package dev.darkroom.plugin.schedule.flow;

import org.jspecify.annotations.NullMarked;
