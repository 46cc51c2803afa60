/** What an inspector says about a picture: symptom, score, severity, message, measures, where, and possible causes. */
@NullMarked
package dev.darkroom.api.finding;

import org.jspecify.annotations.NullMarked;
