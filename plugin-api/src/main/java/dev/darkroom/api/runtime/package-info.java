/** What a model loader needs of an inference engine, free of any engine's types. */
@NullMarked
package dev.darkroom.api.runtime;

import org.jspecify.annotations.NullMarked;
