/**
 * The root of Darkroom's plugin contract: what every extension has in common (identity, options), the API version and
 * the exceptions.
 *
 * <p>The contract knows nothing of ONNX, JSON or file formats. A plugin compiles against this module alone and is found
 * by PF4J through the {@link org.pf4j.Extension} annotation.
 */
@NullMarked
package dev.darkroom.api;

import org.jspecify.annotations.NullMarked;
