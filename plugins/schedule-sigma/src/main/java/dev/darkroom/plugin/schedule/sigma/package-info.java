/** Schedules that space noise levels between a smallest and a largest sigma by a formula. */
@NullMarked
package dev.darkroom.plugin.schedule.sigma;

import org.jspecify.annotations.NullMarked;
