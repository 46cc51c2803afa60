package dev.darkroom.api.diagnosis;

import java.util.OptionalDouble;

/**
 * How exactly the picture in question could be made again.
 *
 * @param kind how exactly
 * @param psnr peak signal-to-noise ratio in dB of 8-bit pixels against the original; empty if there is none of its size, or
 *     it is identical
 * @param explanation one line: what differs and why it may
 */
public record Reproduction(Kind kind, OptionalDouble psnr, String explanation) {

    /** How exactly. */
    public enum Kind {
        /** There was no picture, only parameters. */
        NO_ORIGINAL,
        /** Every 8-bit pixel is the same. */
        IDENTICAL,
        /** At least 30 dB. */
        CLOSE,
        /** Below that, or of another size. */
        DIFFERENT
    }
}
