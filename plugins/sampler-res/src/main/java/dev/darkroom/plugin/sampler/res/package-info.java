/** RES multistep, extended reverse-time SDE and gradient estimation. */
@NullMarked
package dev.darkroom.plugin.sampler.res;

import org.jspecify.annotations.NullMarked;
