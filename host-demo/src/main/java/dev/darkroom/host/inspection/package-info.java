/**
 * Inspection of pictures from files: which files are meant, what is found on each, in parallel and in bounded memory.
 * The inspectors are run by the pipeline's {@link dev.darkroom.host.pipeline.PictureInspector}, as for a generation.
 */
@NullMarked
package dev.darkroom.host.inspection;

import org.jspecify.annotations.NullMarked;
