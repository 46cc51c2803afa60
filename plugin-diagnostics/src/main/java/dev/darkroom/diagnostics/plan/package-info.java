/** A diagnosis from question to verdict: which experiment comes next, what was made already, when to stop, and the fix. */
@NullMarked
package dev.darkroom.diagnostics.plan;

import org.jspecify.annotations.NullMarked;
