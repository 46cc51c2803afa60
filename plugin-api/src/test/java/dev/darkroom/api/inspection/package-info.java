/** The contract test of inspectors. */
@NullMarked
package dev.darkroom.api.inspection;

import org.jspecify.annotations.NullMarked;
