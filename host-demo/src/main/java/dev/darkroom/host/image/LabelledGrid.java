package dev.darkroom.host.image;

import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.file.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Pictures in rows and columns, each row and column labelled.
 *
 * @param columns the labels of the columns; not empty
 * @param rows the labels of the rows; not empty
 */
public record LabelledGrid(List<String> columns, List<String> rows) {

    private static final int MARGIN = 6;
    private static final int LABEL = Lettering.HEIGHT + MARGIN;
    private static final int MAX_TILE = 256;

    /** A sheet of more dots than this is made of smaller tiles. */
    private static final long MAX_DOTS = 64L << 20;

    /** Copies the labels. */
    public LabelledGrid {
        if (columns.isEmpty() || rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "grid: expected rows and columns, found " + rows.size() + " and " + columns.size());
        }
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Draws the grid and writes it as a PNG, whole or not at all.
     *
     * @param file where it goes; what is there is replaced
     * @param width width of the widest picture in pixels
     * @param height height of the highest picture in pixels
     * @param pictures gives the picture of a row and a column; asked once for each
     * @throws dev.darkroom.api.DarkroomException if it cannot be written
     */
    public void write(Path file, int width, int height, BiFunction<Integer, Integer, Optional<Picture>> pictures) {
        AtomicFile.replace(file, PngEncoder.encode(draw(width, height, pictures), List.of()));
    }

    Raster draw(int width, int height, BiFunction<Integer, Integer, Optional<Picture>> pictures) {
        int shrink = shrink(width, height);
        int tileWidth = Math.max(1, (width + shrink - 1) / shrink);
        int tileHeight = Math.max(1, (height + shrink - 1) / shrink);
        int side = side();
        int columnWidth = Math.max(tileWidth, 8 * Lettering.WIDTH) + MARGIN;
        Canvas canvas = new Canvas(
                side + columns.size() * columnWidth + MARGIN, 2 * MARGIN + LABEL + rows.size() * (tileHeight + MARGIN));
        for (int column = 0; column < columns.size(); column++) {
            canvas.label(side + column * columnWidth + MARGIN, MARGIN, columns.get(column), columnWidth - MARGIN);
        }
        for (int row = 0; row < rows.size(); row++) {
            int top = MARGIN + LABEL + row * (tileHeight + MARGIN);
            wrapped(canvas, top, rows.get(row), side, tileHeight);
            for (int column = 0; column < columns.size(); column++) {
                int left = side + column * columnWidth + MARGIN;
                pictures.apply(row, column).ifPresent(picture -> {
                    int shownWidth = Math.min(tileWidth, Math.max(1, picture.width() / shrink));
                    int shownHeight = Math.min(tileHeight, Math.max(1, picture.height() / shrink));
                    canvas.paste(left, top, Raster.of(picture), shrink, shownWidth, shownHeight);
                });
            }
        }
        return canvas.raster;
    }

    private int shrink(int width, int height) {
        int shrink = (Math.max(width, height) + MAX_TILE - 1) / MAX_TILE;
        while ((long) columns.size() * (width / shrink + 60) * rows.size() * (height / shrink + MARGIN) > MAX_DOTS
                && shrink < Math.max(width, height)) {
            shrink++;
        }
        return shrink;
    }

    /** Rows are labelled by lines of at most 16 characters. */
    private int side() {
        int longest = Collections.max(rows.stream().map(String::length).toList());
        return Math.min(16, longest) * Lettering.WIDTH + 2 * MARGIN;
    }

    private static void wrapped(Canvas canvas, int top, String text, int side, int height) {
        int room = side - 2 * MARGIN;
        int perLine = Math.max(1, room / Lettering.WIDTH);
        int lines = Math.max(1, height / Lettering.HEIGHT);
        List<String> parts = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            int last = parts.size() - 1;
            if (last >= 0 && parts.get(last).length() + 1 + word.length() <= perLine) {
                parts.set(last, parts.get(last) + " " + word);
            } else {
                parts.add(word);
            }
        }
        for (int i = 0; i < Math.min(lines, parts.size()); i++) {
            canvas.label(MARGIN, top + i * Lettering.HEIGHT, parts.get(i), room);
        }
    }
}
