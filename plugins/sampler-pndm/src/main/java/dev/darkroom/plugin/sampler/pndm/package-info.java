/** Pseudo numerical methods: PNDM (PLMS), iPNDM and iPNDM-V. */
@NullMarked
package dev.darkroom.plugin.sampler.pndm;

import org.jspecify.annotations.NullMarked;
