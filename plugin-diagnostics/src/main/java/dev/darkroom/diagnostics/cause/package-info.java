/**
 * What is known of the causes of defects: a data file of symptom, cause, what would tell it apart, remedy and source, and
 * the advisor that ranks its rows by what speaks for them in the very run that made the picture. No model is run here;
 * causes stay possible ones.
 */
@NullMarked
package dev.darkroom.diagnostics.cause;

import org.jspecify.annotations.NullMarked;
