/** Real graphs through ONNX Runtime, and the model loader on top of it. */
@NullMarked
package dev.darkroom.host.onnx;

import org.jspecify.annotations.NullMarked;
