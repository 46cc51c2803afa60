package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;

/** A picture's pixels as a file would hold them, {@code 0xRRGGBB}: made once for all inspectors. */
final class Codes {

    private final int width;
    private final int height;
    private final int[] rgb;

    private Codes(Picture picture) {
        width = picture.width();
        height = picture.height();
        rgb = picture.toRgb();
    }

    /** Returns the codes of an inspected picture. */
    static Codes of(Inspection inspection) {
        return inspection.shared(Codes.class, Codes::new);
    }

    /** Returns the codes of a picture. */
    static Codes of(Picture picture) {
        return new Codes(picture);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Returns the pixels themselves, row-major, for reading only. */
    int[] rgb() {
        return rgb;
    }

    /** Returns a channel (0 red, 1 green, 2 blue), row-major. */
    byte[] channel(int channel) {
        int shift = 16 - 8 * channel;
        byte[] codes = new byte[rgb.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (rgb[i] >> shift);
        }
        return codes;
    }
}
