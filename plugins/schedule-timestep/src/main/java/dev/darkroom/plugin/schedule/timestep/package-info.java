/** Schedules that space a model's training timesteps. */
@NullMarked
package dev.darkroom.plugin.schedule.timestep;

import org.jspecify.annotations.NullMarked;
