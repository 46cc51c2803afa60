/** Classifier-free guidance. */
@NullMarked
package dev.darkroom.plugin.guidance.cfg;

import org.jspecify.annotations.NullMarked;
