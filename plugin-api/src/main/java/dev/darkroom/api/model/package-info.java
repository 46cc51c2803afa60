/** Models: how a folder is recognised and loaded, and the three parts a text-to-image model has. */
@NullMarked
package dev.darkroom.api.model;

import org.jspecify.annotations.NullMarked;
