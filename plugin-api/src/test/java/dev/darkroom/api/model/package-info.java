/** The contract tests of model loaders. */
@NullMarked
package dev.darkroom.api.model;

import org.jspecify.annotations.NullMarked;
