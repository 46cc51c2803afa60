package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;

/**
 * How much of a picture is of exactly one colour, as 8-bit codes.
 *
 * @param share the share of pixels equal to their right and lower neighbours in all channels, in [0,1]
 * @param within the same among the pixels that are neither black nor white
 */
public record Flatness(double share, double within) {

    /** Returns the flatness of an inspected picture, made once for all inspectors. */
    public static Flatness of(Inspection inspection) {
        return inspection.shared(Flatness.class, Flatness::of);
    }

    private static Flatness of(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        int[] rgb = picture.toRgb();
        int flat = 0;
        int flatWithin = 0;
        int within = 0;
        for (int y = 0; y + 1 < height; y++) {
            for (int x = 0; x + 1 < width; x++) {
                int at = y * width + x;
                boolean same = rgb[at] == rgb[at + 1] && rgb[at] == rgb[at + width];
                boolean inside = rgb[at] != 0 && rgb[at] != 0xFFFFFF;
                flat += same ? 1 : 0;
                within += inside ? 1 : 0;
                flatWithin += same && inside ? 1 : 0;
            }
        }
        int all = Math.max(1, (width - 1) * (height - 1));
        return new Flatness((double) flat / all, (double) flatWithin / Math.max(1, within));
    }
}
