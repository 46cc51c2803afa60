/** What the activations of a graph reach when it is run on recorded inputs. */
@NullMarked
package dev.darkroom.plugin.graph.onnx.probe;

import org.jspecify.annotations.NullMarked;
