/** The statistics of paired comparisons, and the verdicts that evidence adds up to. */
@NullMarked
package dev.darkroom.diagnostics.verdict;

import org.jspecify.annotations.NullMarked;
