/**
 * Reference data: runs and schedules that other programs computed on a model known in closed form, and how installed
 * samplers are held to them. Plain JDK types; whoever reads the files parses the JSON.
 */
@NullMarked
package dev.darkroom.api.reference;

import org.jspecify.annotations.NullMarked;
