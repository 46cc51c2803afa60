/**
 * Measures of pictures that the inspectors share: pure functions over {@link dev.darkroom.diagnostics.measure.Plane
 * planes}. Any finite plane of any size gives finite numbers; {@link dev.darkroom.diagnostics.measure.OpponentPlanes}
 * makes such planes of any picture.
 */
@NullMarked
package dev.darkroom.diagnostics.measure;

import org.jspecify.annotations.NullMarked;
