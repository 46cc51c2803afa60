package dev.darkroom.host.report;

import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Resampling;
import dev.darkroom.host.image.Pngs;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A picture within a page.
 *
 * @param png the PNG in base64
 * @param width its width in pixels
 * @param height its height in pixels
 * @param alt what it shows, for whoever cannot see it
 */
public record Image(String png, int width, int height, String alt) {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

    /** Checks that the picture can stand in a page. */
    public Image {
        if (!BASE64.matcher(png).matches() || width < 1 || height < 1) {
            throw new IllegalArgumentException("image: expected base64 of a positive size, found " + width + "x"
                    + height + ", " + png.length() + " characters");
        }
    }

    static Image of(Picture picture, String alt) {
        return of(Pngs.of(picture), picture, alt);
    }

    static Image of(Picture picture, HeatMap map, String alt) {
        return of(Pngs.of(picture, map), picture, alt);
    }

    private static Image of(byte[] png, Picture picture, String alt) {
        return new Image(Base64.getEncoder().encodeToString(png), picture.width(), picture.height(), alt);
    }

    /** Returns a picture of at most {@code side} pixels a side. */
    static Image thumbnail(Picture picture, int side, String alt) {
        int longest = Math.max(picture.width(), picture.height());
        if (longest <= side) {
            return of(picture, alt);
        }
        int width = Math.max(1, picture.width() * side / longest);
        int height = Math.max(1, picture.height() * side / longest);
        return of(Picture.of(width, height, Resampling.resize(picture, width, height)), alt);
    }

    /** Returns the pixels around where a map is highest, as they are. */
    static Image crop(Picture picture, HeatMap map, int side, String alt) {
        int column = 0;
        int row = 0;
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                if (map.at(x, y) > map.at(column, row)) {
                    column = x;
                    row = y;
                }
            }
        }
        int width = Math.min(side, picture.width());
        int height = Math.min(side, picture.height());
        double middle = (column + 0.5) / map.width() * picture.width();
        double centre = (row + 0.5) / map.height() * picture.height();
        int left = within(middle - width / 2.0, picture.width() - width);
        int top = within(centre - height / 2.0, picture.height() - height);
        int[] pixels = picture.toRgb();
        int[] part = new int[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, (top + y) * picture.width() + left, part, y * width, width);
        }
        return of(Picture.ofRgb(width, height, part), alt);
    }

    private static int within(double value, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(value)));
    }
}
