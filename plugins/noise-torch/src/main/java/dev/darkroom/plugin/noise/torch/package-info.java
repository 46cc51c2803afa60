/** The noise of PyTorch's CPU generator. */
@NullMarked
package dev.darkroom.plugin.noise.torch;

import org.jspecify.annotations.NullMarked;
