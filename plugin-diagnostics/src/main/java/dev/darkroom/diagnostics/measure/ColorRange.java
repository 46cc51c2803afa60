package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.picture.Picture;

/**
 * How a picture fills the range of its colours.
 *
 * <p>Strong colour is no defect; colour that was pushed against the wall of the gamut is. It leaves a spike: of the strongly
 * saturated pixels an unnatural share is saturated fully, because all that was beyond ended there.
 *
 * @param spike of the pixels of a saturation (HSV) of 0.85 or more, the share of those of 0.99 or more, in [0,1]; shrunk
 *     towards 0 where they are few
 * @param saturation the 95th percentile of saturation, in [0,1]
 * @param clipped the share of coloured pixels with a channel at 0 or 255, in [0,1]
 * @param black the half percentile of luma, in 8-bit codes
 * @param white the 99.5th percentile of luma, in 8-bit codes
 */
public record ColorRange(double spike, double saturation, double clipped, double black, double white) {

    private static final int SAMPLES = 256 * 256;
    private static final int BINS = 256;
    private static final double FULL = 0.99;
    private static final double STRONG = 0.85;

    /** In darker pixels saturation is rounding. */
    private static final double DARK = 0.15;

    /** Strongly saturated pixels below this share of the picture prove little. */
    private static final double FEW = 0.002;

    private static final double TAIL = 0.005;

    /** Measures a picture, on a grid of about 65 thousand of its pixels: means would hide what is clipped. */
    public static ColorRange of(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        int size = width * height;
        int stride = Math.max(1, (int) Math.round(Math.sqrt((double) size / SAMPLES)));
        int[] saturations = new int[BINS];
        int[] lumas = new int[BINS];
        int count = 0;
        int full = 0;
        int strong = 0;
        int clipped = 0;
        for (int y = Math.min(stride / 2, height - 1); y < height; y += stride) {
            for (int x = Math.min(stride / 2, width - 1); x < width; x += stride) {
                int i = y * width + x;
                float r = unit(picture.at(i));
                float g = unit(picture.at(size + i));
                float b = unit(picture.at(2 * size + i));
                float most = Math.max(r, Math.max(g, b));
                float least = Math.min(r, Math.min(g, b));
                float saturation = most > 0 ? (most - least) / most : 0;
                count++;
                saturations[(int) (saturation * (BINS - 1) + 0.5f)]++;
                lumas[(int) (255 * (0.2126f * r + 0.7152f * g + 0.0722f * b) + 0.5f)]++;
                if (most > DARK && saturation >= STRONG) {
                    strong++;
                    full += saturation >= FULL ? 1 : 0;
                }
                if (most - least > 0.2f && (least <= 1 / 255f || most >= 254 / 255f)) {
                    clipped++;
                }
            }
        }
        return new ColorRange(
                full / (strong + FEW * count),
                quantile(saturations, 0.95, count) / (double) (BINS - 1),
                clipped / (double) count,
                quantile(lumas, TAIL, count),
                quantile(lumas, 1 - TAIL, count));
    }

    private static float unit(float value) {
        // The comparison is false for NaN.
        return value > 0 ? Math.min(1, value) : 0;
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
