/**
 * Detectors that others trained: a folder with an ONNX graph and a manifest, {@code detector.json}, joins the inspection.
 */
@NullMarked
package dev.darkroom.plugin.inspector.detector;

import org.jspecify.annotations.NullMarked;
