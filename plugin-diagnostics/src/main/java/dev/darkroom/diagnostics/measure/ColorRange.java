package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * How a picture fills the range of its colours.
 *
 * <p>Strong colour is no defect; colour that was pushed against the wall of the gamut is. It leaves a spike: of the strongly
 * saturated pixels an unnatural share is saturated fully, because all that was beyond ended there. Areas of one colour are
 * left out of that: pure colours are how drawings are painted, but shading stops where it is clipped.
 *
 * @param spike of the shaded pixels of a saturation (HSV) of 0.85 or more, the share of those of 0.99 or more, in [0,1]; shrunk
 *     towards 0 where they are few
 * @param wall of the shaded pixels with a channel near 0 beside a larger one, the share of those at 0, in [0,1]; shrunk towards
 *     1 where they are few
 * @param hues in how many of the six sectors of hue around red, yellow, green, cyan, blue and magenta colours are nearly
 *     pure, from 0 to 6; a sector with few such pixels counts in part. Things have a colour, pushed pictures have all
 * @param saturation the 90th percentile of saturation, in [0,1]
 * @param clipped the share of coloured pixels with a channel at 0 or 255, in [0,1]
 * @param black the half percentile of luma, in 8-bit codes
 * @param white the 99.5th percentile of luma, in 8-bit codes
 */
public record ColorRange(
        double spike, double wall, double hues, double saturation, double clipped, double black, double white) {

    private static final int BINS = 256;
    private static final double FULL = 0.99;
    private static final double STRONG = 0.85;
    private static final double PURE = 0.95;
    private static final int HUES = 6;

    /** In darker pixels saturation is rounding. */
    private static final int DARK = 38;

    /** A channel up to here is near 0 beside one beyond there. */
    private static final int NEAR = 16;

    private static final int BESIDE = 64;

    /** Shaded pixels below this share of the picture prove little. */
    private static final double FEW = 0.002;

    /** Channels farther apart than this are a colour. */
    private static final int COLORED = 51;

    private static final double TAIL = 0.005;

    /** Measures a picture. */
    public static ColorRange of(SampledPixels pixels) {
        int[] saturations = new int[BINS];
        int[] lumas = new int[BINS];
        int bright = 0;
        int full = 0;
        int strong = 0;
        int atWall = 0;
        int nearWall = 0;
        int clipped = 0;
        int[] pure = new int[HUES];
        int count = pixels.size();
        for (int i = 0; i < count; i++) {
            int most = pixels.most(i);
            int least = pixels.least(i);
            double saturation = most > 0 ? (most - least) / (double) most : 0;
            lumas[(int) (0.2126 * pixels.red(i) + 0.7152 * pixels.green(i) + 0.0722 * pixels.blue(i) + 0.5)]++;
            if (most > DARK) {
                bright++;
                saturations[(int) (saturation * (BINS - 1) + 0.5)]++;
                if (pixels.shaded(i)) {
                    strong += saturation >= STRONG ? 1 : 0;
                    full += saturation >= FULL ? 1 : 0;
                    nearWall += most > BESIDE && least <= NEAR ? 1 : 0;
                    atWall += most > BESIDE && least == 0 ? 1 : 0;
                }
            }
            if (most > BESIDE && saturation >= PURE) {
                pure[pixels.hue(i, HUES)]++;
            }
            clipped += most - least > COLORED && (least <= 1 || most >= 254) ? 1 : 0;
        }
        double few = FEW * count;
        return new ColorRange(
                full / (strong + few),
                (atWall + few) / (nearWall + few),
                Arrays.stream(pure).mapToDouble(of -> Math.min(1, of / few)).sum(),
                bright == 0 ? 0 : quantile(saturations, 0.9, bright) / (double) (BINS - 1),
                clipped / (double) count,
                quantile(lumas, TAIL, count),
                quantile(lumas, 1 - TAIL, count));
    }

    private static int quantile(int[] counts, double q, int total) {
        int below = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            below += counts[bin];
            if (below >= q * total) {
                return bin;
            }
        }
        return counts.length - 1;
    }
}
