/**
 * What a sweep - the same pictures under every combination of some options - says: estimates a cell, curves along an axis,
 * where a curve stops falling, and which cells nothing beats.
 */
@NullMarked
package dev.darkroom.api.sweep;

import org.jspecify.annotations.NullMarked;
