/** The noise of java.util's generator. */
@NullMarked
package dev.darkroom.plugin.noise.java;

import org.jspecify.annotations.NullMarked;
