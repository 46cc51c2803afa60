/** The noise of ComfyUI, whose steps draw from another generator than the start. */
@NullMarked
package dev.darkroom.plugin.noise.comfy;

import org.jspecify.annotations.NullMarked;
