/** Tests of reading reference data. */
@NullMarked
package dev.darkroom.api.reference;

import org.jspecify.annotations.NullMarked;
