/**
 * Sweeps: the same pictures under every combination of some options, each measured, inspected and kept as it is finished, so
 * that a sweep that was stopped - by Ctrl-C, a full disk or a killed process - goes on where it was.
 */
@NullMarked
package dev.darkroom.host.sweep;

import org.jspecify.annotations.NullMarked;
