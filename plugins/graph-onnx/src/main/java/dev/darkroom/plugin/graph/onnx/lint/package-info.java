/** What a graph's operators and weights say of how it will run. */
@NullMarked
package dev.darkroom.plugin.graph.onnx.lint;

import org.jspecify.annotations.NullMarked;
