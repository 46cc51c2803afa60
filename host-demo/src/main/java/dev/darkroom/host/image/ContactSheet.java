package dev.darkroom.host.image;

import dev.darkroom.api.picture.Picture;
import java.util.List;

/** The steps of a picture side by side, numbered. */
final class ContactSheet {

    private static final int MAX_TILES = 100;
    private static final int MAX_TILE = 256;
    private static final int MARGIN = 4;
    private static final int LABEL = Lettering.HEIGHT + MARGIN;

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
        Canvas sheet = new Canvas(columns * (tileWidth + MARGIN) + MARGIN, rows * (tileHeight + LABEL) + MARGIN);
        for (int tile = 0; tile < tiles; tile++) {
            int step = tiles == 1 ? 0 : (int) ((long) tile * (steps.size() - 1) / (tiles - 1));
            int left = MARGIN + tile % columns * (tileWidth + MARGIN);
            int top = tile / columns * (tileHeight + LABEL);
            sheet.label(left, top + MARGIN / 2, Integer.toString(step + 1), Math.max(tileWidth, 4 * Lettering.WIDTH));
            sheet.paste(left, top + LABEL, Raster.of(steps.get(step)), shrink, tileWidth, tileHeight);
        }
        return sheet.raster;
    }
}
