/** The contract tests that every sampler, schedule, noise source and guidance plugin extends. Ships in the test-jar. */
@NullMarked
package dev.darkroom.api.sampling;

import org.jspecify.annotations.NullMarked;
