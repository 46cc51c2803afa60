package dev.darkroom.host.image;

import java.util.Arrays;

/** A dark sheet for pictures and labels. What lies beyond its edges is cut off. */
final class Canvas {

    static final int INK = 0xE0E0E0;

    private static final int PAPER = 0x202020;

    final Raster raster;

    Canvas(int width, int height) {
        raster = new Raster(width, height, new int[Math.multiplyExact(width, height)]);
        Arrays.fill(raster.rgb, PAPER);
    }

    /** Writes a label whose first cell has its upper left corner here; what does not fit into {@code room} pixels is cut. */
    void label(int left, int top, String text, int room) {
        int cells = room / Lettering.WIDTH;
        int[] characters = text.codePoints().toArray();
        int shown = Math.min(characters.length, cells);
        for (int i = 0; i < shown; i++) {
            boolean cut = shown < characters.length && i >= shown - 2;
            glyph(left + i * Lettering.WIDTH, top, cut ? '.' : characters[i]);
        }
    }

    private void glyph(int left, int top, int character) {
        for (int y = 0; y < Lettering.HEIGHT; y++) {
            for (int x = 0; x < Lettering.WIDTH; x++) {
                if (Lettering.dot(character, x, y)) {
                    set(left + x, top + y, INK);
                }
            }
        }
    }

    private void set(int x, int y, int colour) {
        if (x >= 0 && x < raster.width && y >= 0 && y < raster.height) {
            raster.rgb[y * raster.width + x] = colour;
        }
    }

    /** Pastes a picture, each of its dots the mean of {@code shrink} x {@code shrink} pixels. */
    void paste(int left, int top, Raster picture, int shrink, int width, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set(left + x, top + y, average(picture, x * shrink, y * shrink, shrink));
            }
        }
    }

    private static int average(Raster tile, int left, int top, int size) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int count = 0;
        for (int y = top; y < Math.min(top + size, tile.height); y++) {
            for (int x = left; x < Math.min(left + size, tile.width); x++) {
                int pixel = tile.rgb[y * tile.width + x];
                red += pixel >> 16 & 255;
                green += pixel >> 8 & 255;
                blue += pixel & 255;
                count++;
            }
        }
        return red / count << 16 | green / count << 8 | blue / count;
    }
}
