/** The noise of PyTorch's CUDA generator. */
@NullMarked
package dev.darkroom.plugin.noise.philox;

import org.jspecify.annotations.NullMarked;
