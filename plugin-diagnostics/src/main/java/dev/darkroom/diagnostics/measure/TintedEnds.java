package dev.darkroom.diagnostics.measure;

/**
 * Whether the darkest and the lightest a picture holds are black and white. A colourful subject leaves them alone; a cast
 * leaves none of either, and pushes what was dark or light against one wall of the gamut.
 *
 * @param black the share of pixels that are black but for a few codes, in [0,1]
 * @param white the share of pixels that are white but for a few codes, in [0,1]
 * @param tintedBlack the share of dark, coloured pixels with a channel at 0, in [0,1]
 * @param tintedWhite the share of light, coloured pixels with a channel at 255, in [0,1]
 */
public record TintedEnds(double black, double white, double tintedBlack, double tintedWhite) {

    private static final int BLACK = 6;
    private static final int WHITE = 248;
    private static final int DARK = 60;
    private static final int LIGHT = 150;

    /** Channels farther apart than this are a colour of their own, channels nearer than the least are none. */
    private static final int PURE = 90;

    private static final int TINT = 8;

    /** Measures a picture. */
    public static TintedEnds of(SampledPixels pixels) {
        int black = 0;
        int white = 0;
        int tintedBlack = 0;
        int tintedWhite = 0;
        for (int i = 0; i < pixels.size(); i++) {
            int most = pixels.most(i);
            int least = pixels.least(i);
            black += most <= BLACK ? 1 : 0;
            white += least >= WHITE ? 1 : 0;
            tintedBlack += least <= 1 && most >= BLACK && most < DARK ? 1 : 0;
            tintedWhite += most >= 254 && least > LIGHT && most - least >= TINT && most - least < PURE ? 1 : 0;
        }
        double all = pixels.size();
        return new TintedEnds(black / all, white / all, tintedBlack / all, tintedWhite / all);
    }
}
