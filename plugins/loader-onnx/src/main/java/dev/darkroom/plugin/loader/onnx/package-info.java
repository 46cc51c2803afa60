/**
 * Loads model folders in the Hugging Face ONNX layout (diffusers, optimum). What a graph's inputs look like is read off
 * the graph, never assumed.
 */
@NullMarked
package dev.darkroom.plugin.loader.onnx;

import org.jspecify.annotations.NullMarked;
