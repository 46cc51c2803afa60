package dev.darkroom.api.generation;

import dev.darkroom.api.InvalidRequestException;

/**
 * How latents become pictures: whole, or in overlapping square tiles that are blended, for pictures whose decoding would not
 * fit into memory.
 *
 * @param tile how wide and high a tile is, in pixels; 0 decodes the whole picture at once
 * @param overlap how many pixels neighbouring tiles share, over which one fades into the other; 0 leaves seams
 */
public record Decoding(int tile, int overlap) {

    /** Decodes the whole picture at once. */
    public static final Decoding WHOLE = new Decoding(0, 0);

    /**
     * Checks the sizes.
     *
     * @throws InvalidRequestException if tiles are of negative size or overlap by more than half
     */
    public Decoding {
        if (tile < 0) {
            throw new InvalidRequestException("decoding tile: expected 0 or more pixels, found " + tile);
        }
        if (overlap < 0 || overlap > tile / 2) {
            throw new InvalidRequestException("overlap of decoding tiles: expected 0 to " + tile / 2
                    + " pixels, half a tile of " + tile + ", found " + overlap);
        }
    }

    /** Returns whether a picture of a size is decoded in more than one piece. */
    public boolean splits(int width, int height) {
        return tile > 0 && (width > tile || height > tile);
    }
}
