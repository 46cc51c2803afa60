/** What files hold, told by hash, and remembered for as long as they look untouched. */
@NullMarked
package dev.darkroom.host.digest;

import org.jspecify.annotations.NullMarked;
