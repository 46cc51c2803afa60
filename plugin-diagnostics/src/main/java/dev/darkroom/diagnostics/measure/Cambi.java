package dev.darkroom.diagnostics.measure;

import java.util.Arrays;

/**
 * The Contrast Aware Multiscale Banding Index of Tandon, Afonso, Sole and Krasula 2021, "CAMBI: Contrast-aware Multiscale
 * Banding Index", PCS 2021, arXiv:2102.00079, as version 3 of libvmaf computes it for 8-bit input.
 *
 * <p>Steps, with the values of libvmaf: luma at 10 bits, smoothed by a 2x2 mean against dither; a mask of pixels whose 7x7
 * surroundings are mostly equal to their right and lower neighbours; at five scales, each half of the last, a mode filter
 * and, for every pixel of the mask, the banding confidence
 *
 * <pre>
 * c(p, k) = w(|k|) p(0) p(k) / (p(0) + p(k))     the largest over contrasts k
 * </pre>
 *
 * where {@code p(k)} is the count of pixels of the mask in a window around the pixel that differ from it by {@code k}; the
 * mean over the upper 60 % of the pixels, weighted 16, 8, 4, 2, 1 from the finest scale, over the size of the window. Contrasts
 * below the visibility threshold of BT.1886 (300 cd/m2) do not count.
 */
public final class Cambi {

    private static final int SCALES = 5;
    private static final double POOLED = 0.6;
    private static final int MASK_RADIUS = 3;
    private static final double WINDOW = 65;
    private static final int LEVELS = 1024;

    /** Legal range of 10-bit luma. */
    private static final int FOOT = 64;

    private static final int HEAD = 940;

    private static final double VISIBLE = 0.019;

    /** How visible contrasts of 1, 2, ... are beside one another; constant from the last on. */
    private static final int[] WEIGHTS = {1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 9};

    /** Contrasts of libvmaf's default: steps of up to 4 of 1023, one 8-bit code. */
    public static final Cambi DEFAULT = new Cambi(ramp(4));

    private final int[] contrasts;
    private final int[] weights;
    private final int[] brightest;

    private Cambi(int[] contrasts) {
        this.contrasts = contrasts;
        this.weights = new int[contrasts.length];
        this.brightest = new int[contrasts.length];
        for (int i = 0; i < contrasts.length; i++) {
            weights[i] = WEIGHTS[Math.min(contrasts[i], WEIGHTS.length) - 1];
            brightest[i] = brightestVisible(contrasts[i]);
        }
    }

    /**
     * Returns the index for other contrasts.
     *
     * @param contrasts steps between neighbouring bands, of 1023, each at least 1, rising; libvmaf's {@code
     *     max_log_contrast} m stands for 1, 2, ... 2^m
     * @return the index
     */
    public static Cambi of(int... contrasts) {
        int last = 0;
        for (int contrast : contrasts) {
            if (contrast <= last || contrast >= LEVELS) {
                throw new IllegalArgumentException(
                        "contrasts: expected rising numbers from 1 to 1023, found " + Arrays.toString(contrasts));
            }
            last = contrast;
        }
        return new Cambi(contrasts.clone());
    }

    /** Returns the contrasts 1, 2, ... {@code last}. */
    public static int[] ramp(int last) {
        int[] all = new int[last];
        Arrays.setAll(all, i -> i + 1);
        return all;
    }

    /**
     * What was measured.
     *
     * @param index 0 for no banding; from about 5 it annoys
     * @param map the banding confidence at the finest scale, in counts of pixels; as large as the plane
     */
    public record Result(double index, Plane map) {}

    /**
     * Measures a luma.
     *
     * @param luma in 8-bit codes, which are rounded
     * @return the index, and where
     */
    public Result measure(Plane luma) {
        int width = luma.width();
        int height = luma.height();
        int[] image = smoothed(luma);
        boolean[] mask = mask(image, width, height);
        int radius = window(width, height) / 2;
        double sum = 0;
        Plane map = Plane.owning(width, height, new float[luma.size()]);
        for (int scale = 0; scale < SCALES; scale++) {
            if (scale > 0) {
                image = halved(image, width, height);
                mask = halved(mask, width, height);
                width = (width + 1) / 2;
                height = (height + 1) / 2;
            }
            if (!any(mask)) {
                // The mask of a coarser scale is part of this one.
                break;
            }
            modeFilter(image, width, height);
            float[] confidence = confidence(image, mask, width, height, radius);
            sum += (1 << (SCALES - 1 - scale)) * pooled(confidence);
            if (scale == 0) {
                map = Plane.owning(width, height, confidence);
            }
        }
        double side = 2.0 * radius + 1;
        return new Result(sum / (side * side), map);
    }

    private static boolean any(boolean[] mask) {
        for (boolean set : mask) {
            if (set) {
                return true;
            }
        }
        return false;
    }

    private static int window(int width, int height) {
        // 65 pixels at 3840x2160, in proportion to the sum of the sides, in whole numbers.
        return (((int) (WINDOW * (width + height)) / 375) >> 4) | 1;
    }

    private static int[] smoothed(Plane luma) {
        int width = luma.width();
        int height = luma.height();
        int[] codes = new int[luma.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Math.max(0, Math.min(255, Math.round(luma.at(i)))) << 2;
        }
        int[] out = new int[codes.length];
        for (int y = 0; y < height; y++) {
            int down = y + 1 < height ? width : 0;
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                int right = x + 1 < width ? 1 : 0;
                out[i] = (codes[i] + codes[i + right] + codes[i + down] + codes[i + down + right]) >> 2;
            }
        }
        return out;
    }

    private static boolean[] mask(int[] image, int width, int height) {
        int side = 2 * MASK_RADIUS + 1;
        int blocks = (width >> 6) * (height >> 6);
        int log = blocks < 2 ? 0 : 32 - Integer.numberOfLeadingZeros(blocks - 1);
        int least = (side * side + 3 * (log - 11) - 1) >> 1;
        int[] columns = new int[width];
        byte[] equal = new byte[image.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                boolean right = x + 1 == width || image[i] == image[i + 1];
                boolean below = y + 1 == height || image[i] == image[i + width];
                equal[i] = (byte) (right && below ? 1 : 0);
            }
        }
        boolean[] mask = new boolean[image.length];
        for (int y = -MASK_RADIUS; y < height; y++) {
            if (y + MASK_RADIUS < height) {
                for (int x = 0; x < width; x++) {
                    columns[x] += equal[(y + MASK_RADIUS) * width + x];
                }
            }
            if (y > MASK_RADIUS) {
                for (int x = 0; x < width; x++) {
                    columns[x] -= equal[(y - MASK_RADIUS - 1) * width + x];
                }
            }
            if (y < 0) {
                continue;
            }
            int sum = 0;
            for (int x = -MASK_RADIUS; x < width; x++) {
                sum += x + MASK_RADIUS < width ? columns[x + MASK_RADIUS] : 0;
                sum -= x > MASK_RADIUS ? columns[x - MASK_RADIUS - 1] : 0;
                if (x >= 0) {
                    mask[y * width + x] = sum > least;
                }
            }
        }
        return mask;
    }

    private static int[] halved(int[] image, int width, int height) {
        int columns = (width + 1) / 2;
        int rows = (height + 1) / 2;
        int[] out = new int[columns * rows];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                out[y * columns + x] = image[2 * y * width + 2 * x];
            }
        }
        return out;
    }

    private static boolean[] halved(boolean[] mask, int width, int height) {
        int columns = (width + 1) / 2;
        int rows = (height + 1) / 2;
        boolean[] out = new boolean[columns * rows];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                out[y * columns + x] = mask[2 * y * width + 2 * x];
            }
        }
        return out;
    }

    /** The mode of three along rows, then of three along columns; the smallest where all differ. Borders stay. */
    private static void modeFilter(int[] image, int width, int height) {
        int[][] lines = new int[3][width];
        for (int y = 0; y < height; y++) {
            int[] line = lines[y % 3];
            int at = y * width;
            line[0] = image[at];
            line[width - 1] = image[at + width - 1];
            for (int x = 1; x < width - 1; x++) {
                line[x] = mode(image[at + x - 1], image[at + x], image[at + x + 1]);
            }
            if (y > 1) {
                for (int x = 0; x < width; x++) {
                    image[at - width + x] = mode(lines[(y - 2) % 3][x], lines[(y - 1) % 3][x], line[x]);
                }
            }
        }
    }

    private static int mode(int a, int b, int c) {
        if (a == b || a == c) {
            return a;
        }
        return b == c ? b : Math.min(a, Math.min(b, c));
    }

    private float[] confidence(int[] image, boolean[] mask, int width, int height, int radius) {
        int reach = contrasts[contrasts.length - 1];
        // Counts by value, with room for contrasts beyond both ends.
        int[] counts = new int[LEVELS + 2 * reach];
        float[] out = new float[image.length];
        for (int y = 0; y < height; y++) {
            Arrays.fill(counts, 0);
            int top = Math.max(0, y - radius);
            int bottom = Math.min(height - 1, y + radius);
            int distinct = 0;
            for (int x = -radius; x < width; x++) {
                if (x + radius < width) {
                    for (int row = top, i = top * width + x + radius; row <= bottom; row++, i += width) {
                        if (mask[i] && counts[image[i] + reach]++ == 0) {
                            distinct++;
                        }
                    }
                }
                if (x - radius - 1 >= 0) {
                    for (int row = top, i = top * width + x - radius - 1; row <= bottom; row++, i += width) {
                        if (mask[i] && --counts[image[i] + reach] == 0) {
                            distinct--;
                        }
                    }
                }
                int i = y * width + x;
                // A window of one value has no contrast.
                if (x >= 0 && distinct > 1 && mask[i]) {
                    out[i] = strongest(counts, image[i], image[i] + reach);
                }
            }
        }
        return out;
    }

    private float strongest(int[] counts, int value, int at) {
        float same = counts[at];
        float strongest = 0;
        for (int k = 0; k < contrasts.length; k++) {
            int other = Math.max(counts[at + contrasts[k]], counts[at - contrasts[k]]);
            if (other > 0 && value <= brightest[k]) {
                strongest = Math.max(strongest, weights[k] * same * other / (same + other));
            }
        }
        return strongest;
    }

    /** The mean of the upper part; most of it is 0 as a rule, and need not be sorted. */
    private static double pooled(float[] confidence) {
        int count = Math.max(1, Math.min(confidence.length, (int) (POOLED * confidence.length)));
        float[] some = new float[confidence.length];
        int known = 0;
        for (float value : confidence) {
            if (value > 0) {
                some[known++] = value;
            }
        }
        if (known > count) {
            Arrays.sort(some, 0, known);
        }
        double sum = 0;
        for (int i = Math.max(0, known - count); i < known; i++) {
            sum += some[i];
        }
        return sum / count;
    }

    /** The brightest 10-bit luma at which a step up by a contrast is still visible; 0 if it is at none. */
    private static int brightestVisible(int contrast) {
        if (!isVisible(FOOT, contrast)) {
            return 0;
        }
        int luma = FOOT;
        while (luma < HEAD - contrast && isVisible(luma + 1, contrast)) {
            luma++;
        }
        return luma >= HEAD - contrast ? LEVELS - 1 : luma;
    }

    private static boolean isVisible(int luma, int contrast) {
        double low = luminance(luma);
        return luminance(luma + contrast) - low > VISIBLE * low;
    }

    /** BT.1886 with a white of 300 and a black of 0.01 cd/m2. */
    private static double luminance(int luma) {
        double white = Math.pow(300, 1 / 2.4);
        double black = Math.pow(0.01, 1 / 2.4);
        double v = (Math.max(FOOT, Math.min(HEAD, luma)) - FOOT) / (double) (HEAD - FOOT);
        return Math.pow(white - black, 2.4) * Math.pow(Math.max(0, v + black / (white - black)), 2.4);
    }
}
