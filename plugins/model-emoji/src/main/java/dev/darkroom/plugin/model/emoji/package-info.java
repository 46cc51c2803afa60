/** The prompt scorer that ships with the emoji model. The model itself is data, in the folder beside this source. */
@NullMarked
package dev.darkroom.plugin.model.emoji;

import org.jspecify.annotations.NullMarked;
