/** The unified predictor-corrector. */
@NullMarked
package dev.darkroom.plugin.sampler.unipc;

import org.jspecify.annotations.NullMarked;
