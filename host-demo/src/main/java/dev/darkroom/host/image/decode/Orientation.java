package dev.darkroom.host.image.decode;

import java.util.Locale;
import java.util.Map;

/**
 * How a camera was held, and where a stored pixel belongs in the upright picture.
 *
 * <p>Source: Exif 2.32, tag 0x0112.
 */
enum Orientation {
    NORMAL,
    MIRRORED,
    ROTATED_180,
    FLIPPED,
    TRANSPOSED,
    ROTATED_90,
    TRANSVERSE,
    ROTATED_270;

    /** The names of ImageIO's standard metadata, {@code Dimension/ImageOrientation}, which says how to turn the picture. */
    private static final Map<String, Orientation> NAMES = Map.of(
            "fliph", MIRRORED,
            "rotate180", ROTATED_180,
            "flipv", FLIPPED,
            "fliphrotate90", TRANSVERSE,
            "rotate270", ROTATED_90,
            "flipvrotate90", TRANSPOSED,
            "rotate90", ROTATED_270);

    static Orientation named(String name) {
        return NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), NORMAL);
    }

    /** Returns whether width and height change places. */
    boolean swapsSides() {
        return ordinal() >= TRANSPOSED.ordinal();
    }

    /** Returns the row-major index, in the upright picture, of a pixel of the stored {@code width x height} picture. */
    int place(int x, int y, int width, int height) {
        return switch (this) {
            case NORMAL -> y * width + x;
            case MIRRORED -> y * width + width - 1 - x;
            case ROTATED_180 -> (height - 1 - y) * width + width - 1 - x;
            case FLIPPED -> (height - 1 - y) * width + x;
            case TRANSPOSED -> x * height + y;
            case ROTATED_90 -> x * height + height - 1 - y;
            case TRANSVERSE -> (width - 1 - x) * height + height - 1 - y;
            case ROTATED_270 -> (width - 1 - x) * height + y;
        };
    }
}
