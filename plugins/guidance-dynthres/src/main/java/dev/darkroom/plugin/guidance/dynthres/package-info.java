/** Classifier-free guidance with dynamic thresholding. */
@NullMarked
package dev.darkroom.plugin.guidance.dynthres;

import org.jspecify.annotations.NullMarked;
