/**
 * The experiments: each changes one factor of a generation at fixed seeds, or asks one part of the model, and says what it
 * means for the causes it can tell apart.
 */
@NullMarked
package dev.darkroom.diagnostics.experiment;

import org.jspecify.annotations.NullMarked;
