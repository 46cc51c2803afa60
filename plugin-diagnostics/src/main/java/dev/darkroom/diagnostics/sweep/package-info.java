/** What the pictures of a sweep say together: estimates, curves, knees, and the cells that nothing beats. */
@NullMarked
package dev.darkroom.diagnostics.sweep;

import org.jspecify.annotations.NullMarked;
