package dev.darkroom.host.image;

import dev.darkroom.api.picture.Picture;
import java.util.Arrays;
import java.util.List;

/** The steps of a picture side by side, numbered. */
final class ContactSheet {

    private static final int MAX_TILES = 100;
    private static final int MAX_TILE = 256;
    private static final int PAPER = 0x202020;
    private static final int INK = 0xE0E0E0;

    private static final int SCALE = 2;
    private static final int GLYPH_WIDTH = 3;
    private static final int GLYPH_HEIGHT = 5;
    private static final int MARGIN = 4;
    private static final int LABEL = GLYPH_HEIGHT * SCALE + 2 * MARGIN;

    // The digits 0 to 9 on 3 x 5 cells, row by row from the top, three bits a row.
    private static final int[] DIGITS = {
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111,
        0b101_101_111_001_001, 0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_001_001_001,
        0b111_101_111_101_111, 0b111_101_111_001_111
    };

    private ContactSheet() {}

    /**
     * Returns a sheet of at most 100 steps, evenly chosen with the first and the last among them, each shrunk to at
     * most 256 pixels.
     *
     * @param steps pictures of one size; not empty
     */
    static Raster of(List<Picture> steps) {
        int tiles = Math.min(steps.size(), MAX_TILES);
        int width = steps.get(0).width();
        int height = steps.get(0).height();
        int shrink = (Math.max(width, height) + MAX_TILE - 1) / MAX_TILE;
        int tileWidth = Math.max(1, width / shrink);
        int tileHeight = Math.max(1, height / shrink);
        int columns = (int) Math.ceil(Math.sqrt(tiles));
        int rows = (tiles + columns - 1) / columns;
        int sheetWidth = columns * (tileWidth + MARGIN) + MARGIN;
        int sheetHeight = rows * (tileHeight + LABEL) + MARGIN;
        Raster sheet = new Raster(sheetWidth, sheetHeight, new int[sheetWidth * sheetHeight]);
        Arrays.fill(sheet.rgb, PAPER);
        for (int tile = 0; tile < tiles; tile++) {
            int step = tiles == 1 ? 0 : (int) ((long) tile * (steps.size() - 1) / (tiles - 1));
            int left = MARGIN + tile % columns * (tileWidth + MARGIN);
            int top = tile / columns * (tileHeight + LABEL);
            label(sheet, left, top + MARGIN, step + 1);
            paste(sheet, left, top + LABEL, Raster.of(steps.get(step)), shrink, tileWidth, tileHeight);
        }
        return sheet;
    }

    private static void label(Raster sheet, int left, int top, int number) {
        int x = left;
        for (char digit : Integer.toString(number).toCharArray()) {
            int cells = DIGITS[digit - '0'];
            for (int i = 0; i < GLYPH_WIDTH * GLYPH_HEIGHT; i++) {
                if ((cells >> (GLYPH_WIDTH * GLYPH_HEIGHT - 1 - i) & 1) == 1) {
                    dot(sheet, x + i % GLYPH_WIDTH * SCALE, top + i / GLYPH_WIDTH * SCALE);
                }
            }
            x += (GLYPH_WIDTH + 1) * SCALE;
        }
    }

    private static void dot(Raster sheet, int left, int top) {
        for (int y = top; y < top + SCALE; y++) {
            for (int x = left; x < Math.min(left + SCALE, sheet.width); x++) {
                sheet.rgb[y * sheet.width + x] = INK;
            }
        }
    }

    private static void paste(Raster sheet, int left, int top, Raster tile, int shrink, int width, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sheet.rgb[(top + y) * sheet.width + left + x] = average(tile, x * shrink, y * shrink, shrink);
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
