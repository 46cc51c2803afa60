package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;

/**
 * How much of a picture is of exactly one colour, as 8-bit codes.
 *
 * @param share the share of pixels equal to their right and lower neighbours in all channels, in [0,1]
 * @param within the same among the pixels that are neither black nor white
 */
public record Flatness(double share, double within) {

    /** Noise that is clipped at white leaves less than this share of one colour, even of a picture that is mostly white. */
    private static final double UNTOUCHED = 0.4;

    /** Returns whether so much is of exactly one colour that neither grain nor a pattern can lie over the whole picture. */
    public boolean untouched() {
        return share >= UNTOUCHED;
    }

    /** Returns the flatness of an inspected picture, made once for all inspectors. */
    public static Flatness of(Inspection inspection) {
        return inspection.shared(Flatness.class, picture -> of(Codes.of(inspection)));
    }

    private static Flatness of(Codes codes) {
        int width = codes.width();
        int height = codes.height();
        int[] rgb = codes.rgb();
        int flat = 0;
        int flatWithin = 0;
        int within = 0;
        for (int y = 0; y + 1 < height; y++) {
            for (int at = y * width; at < (y + 1) * width - 1; at++) {
                int here = rgb[at];
                int same = isZero((here ^ rgb[at + 1]) | (here ^ rgb[at + width]));
                int inside = 1 - isZero(here) - isZero(here ^ 0xFFFFFF);
                flat += same;
                within += inside;
                flatWithin += same & inside;
            }
        }
        int all = Math.max(1, (width - 1) * (height - 1));
        return new Flatness((double) flat / all, (double) flatWithin / Math.max(1, within));
    }

    /** Returns 1 for 0 and else 0, without a branch, for numbers of 24 bits: the compiler makes vector instructions of it. */
    private static int isZero(int value) {
        return (value - 1) >>> 31;
    }
}
