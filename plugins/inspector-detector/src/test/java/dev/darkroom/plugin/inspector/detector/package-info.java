@NullMarked
package dev.darkroom.plugin.inspector.detector;

import org.jspecify.annotations.NullMarked;
