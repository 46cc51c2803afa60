/** Facts as lines of JSON: what {@code --json} prints, what pictures and sweeps carry. */
@NullMarked
package dev.darkroom.host.json;

import org.jspecify.annotations.NullMarked;
