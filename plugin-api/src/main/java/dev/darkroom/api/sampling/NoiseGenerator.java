package dev.darkroom.api.sampling;

/** A running stream of unit normal numbers. Not thread-safe. */
@FunctionalInterface
public interface NoiseGenerator {

    /**
     * Draws the next block. How a source lays out one draw may depend on its size, so that drawing 4 and then 4 need not
     * equal drawing 8.
     *
     * @param count how many numbers, at least 1
     * @return that many unit normal numbers
     */
    float[] normal(int count);
}
