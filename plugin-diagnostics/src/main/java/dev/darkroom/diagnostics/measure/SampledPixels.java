package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;

/**
 * About 65 thousand of a picture's pixels, on a grid, as 8-bit codes, each with its right neighbour (the last column with its
 * left one): enough for statistics of colour, and unlike means they keep what is clipped.
 */
public final class SampledPixels {

    private static final int SAMPLES = 256 * 256;

    /** Red, yellow, green, cyan, blue and magenta. */
    private static final double HUES = 6;

    private final int[] pixels;
    private final int[] neighbours;
    private final int columns;

    private SampledPixels(int[] pixels, int[] neighbours, int columns) {
        this.columns = columns;
        this.pixels = pixels;
        this.neighbours = neighbours;
    }

    /** Returns the pixels of an inspected picture, sampled once for all inspectors. */
    public static SampledPixels of(Inspection inspection) {
        return inspection.shared(SampledPixels.class, picture -> of(Codes.of(inspection)));
    }

    /** Samples a picture. */
    public static SampledPixels of(Picture picture) {
        return of(Codes.of(picture));
    }

    private static SampledPixels of(Codes codes) {
        int width = codes.width();
        int height = codes.height();
        int[] rgb = codes.rgb();
        int stride = Math.max(1, (int) Math.round(Math.sqrt((double) width * height / SAMPLES)));
        int left = Math.min(stride / 2, width - 1);
        int top = Math.min(stride / 2, height - 1);
        int columns = (width - 1 - left) / stride + 1;
        int rows = (height - 1 - top) / stride + 1;
        int[] pixels = new int[columns * rows];
        int[] neighbours = new int[columns * rows];
        for (int row = 0, i = 0; row < rows; row++) {
            int line = (top + row * stride) * width;
            for (int x = left; x < width; x += stride, i++) {
                int beside = x + 1 < width ? x + 1 : Math.max(0, x - 1);
                pixels[i] = rgb[line + x];
                neighbours[i] = rgb[line + beside];
            }
        }
        return new SampledPixels(pixels, neighbours, columns);
    }

    /** Returns how many there are, at least 1. */
    public int size() {
        return pixels.length;
    }

    /** Returns where a pixel lies, from 0 at the top to nearly 1. */
    public double depth(int i) {
        int row = i / columns;
        int rows = pixels.length / columns;
        return (double) row / rows;
    }

    /** Returns the red code of a pixel. */
    public int red(int i) {
        return pixels[i] >> 16;
    }

    /** Returns the green code of a pixel. */
    public int green(int i) {
        return pixels[i] >> 8 & 255;
    }

    /** Returns the blue code of a pixel. */
    public int blue(int i) {
        return pixels[i] & 255;
    }

    /** Returns the largest code of a pixel. */
    public int most(int i) {
        return Math.max(red(i), Math.max(green(i), blue(i)));
    }

    /** Returns the smallest code of a pixel. */
    public int least(int i) {
        return Math.min(red(i), Math.min(green(i), blue(i)));
    }

    /**
     * Returns the sector of the circle of hues (HSV) that a pixel lies in; the first has red in its middle, and yellow follows.
     *
     * @param i a pixel that is not grey
     * @param sectors how many there are
     * @return from 0
     */
    public int hue(int i, int sectors) {
        int red = red(i);
        int green = green(i);
        int blue = blue(i);
        int most = most(i);
        double range = most - least(i);
        double sixth = most == red
                ? (green - blue) / range
                : most == green ? (blue - red) / range + 2 : (red - green) / range + 4;
        return Math.floorMod((int) Math.floor(sixth * sectors / HUES + 0.5), sectors);
    }

    /** Returns whether a pixel differs from its neighbour: part of an area of one colour it is not. */
    public boolean shaded(int i) {
        return pixels[i] != neighbours[i];
    }
}
