package dev.darkroom.api.sampling;

import dev.darkroom.api.Described;

/** An extension that gives seeded unit normal noise. Equal seeds give equal streams. */
public interface NoiseSource extends Described {

    /**
     * Starts the stream of one picture.
     *
     * @param seed any 64-bit value; what it means is the source's definition
     * @return a generator for one thread
     */
    NoiseGenerator open(long seed);
}
