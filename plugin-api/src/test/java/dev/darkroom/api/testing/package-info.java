/**
 * What plugin tests share: an analytic model whose exact x0 is known, a recording context, and the reader of golden files
 * computed by the reference implementations. Ships in the test-jar.
 */
@NullMarked
package dev.darkroom.api.testing;

import org.jspecify.annotations.NullMarked;
