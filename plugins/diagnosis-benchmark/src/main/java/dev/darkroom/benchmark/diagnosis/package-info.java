/** How well diagnoses find faults that were injected on purpose; no plugin, no part of the distribution. */
@NullMarked
package dev.darkroom.benchmark.diagnosis;

import org.jspecify.annotations.NullMarked;
