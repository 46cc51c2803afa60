/**
 * A reproducible evaluation of the inspectors: graded degradations of pictures the calibration has not seen, and false
 * alarms on pictures that are as they should be.
 */
@NullMarked
package dev.darkroom.benchmark.inspection;

import org.jspecify.annotations.NullMarked;
