/**
 * ONNX graphs as objects: read with their weights mapped rather than loaded, edited, and written beside their target and
 * moved there, in one file or with external data. A library for the plugins that convert models; it contributes no
 * extension of its own.
 *
 * <p>The format is that of <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">ONNX's specification</a>.
 */
@NullMarked
package dev.darkroom.plugin.graph.onnx;

import org.jspecify.annotations.NullMarked;
