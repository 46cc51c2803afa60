/** What the loader makes of folders, without opening a graph; the calls themselves are tested in the host. */
@NullMarked
package dev.darkroom.plugin.loader.onnx;

import org.jspecify.annotations.NullMarked;
