/** Schedules published as tables of levels that somebody optimised for a model. */
@NullMarked
package dev.darkroom.plugin.schedule.table;

import org.jspecify.annotations.NullMarked;
