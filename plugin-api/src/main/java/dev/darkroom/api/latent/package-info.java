/** The tensor that samplers move: an immutable block of floats in NCHW order, and the arithmetic solvers need. */
@NullMarked
package dev.darkroom.api.latent;

import org.jspecify.annotations.NullMarked;
