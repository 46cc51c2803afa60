package dev.darkroom.api.generation;

import dev.darkroom.api.Described;

/** An extension that hears of every generation. */
public interface GenerationListener extends Described, GenerationObserver {}
