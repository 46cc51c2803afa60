/** What plugins cost, measured with JMH. Not part of the build: see the README beside the sources. */
@NullMarked
package dev.darkroom.benchmark;

import org.jspecify.annotations.NullMarked;
