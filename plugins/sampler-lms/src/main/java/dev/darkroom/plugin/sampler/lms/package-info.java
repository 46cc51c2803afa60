/** The linear multistep solver. */
@NullMarked
package dev.darkroom.plugin.sampler.lms;

import org.jspecify.annotations.NullMarked;
