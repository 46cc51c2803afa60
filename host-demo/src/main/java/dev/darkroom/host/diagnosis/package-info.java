/** Diagnoses as the host runs and tells of them. */
@NullMarked
package dev.darkroom.host.diagnosis;

import org.jspecify.annotations.NullMarked;
