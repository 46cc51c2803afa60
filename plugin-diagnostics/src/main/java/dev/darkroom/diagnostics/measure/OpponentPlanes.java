package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;

/**
 * A picture as people see it: one plane of lightness and two of colour difference, in 8-bit codes.
 *
 * <p>The transform is full-range Y'CbCr of ITU-R BT.709 (the primaries of sRGB) on the encoded values, which are clamped
 * to [0,1] first, NaN as 0, as when the picture is written to a file:
 *
 * <pre>
 * Y' = 255 (0.2126 R' + 0.7152 G' + 0.0722 B')    in [0,255]
 * Cb = (255 B' - Y') / 1.8556                     in [-127.5,127.5]
 * Cr = (255 R' - Y') / 1.5748                     in [-127.5,127.5]
 * </pre>
 *
 * @param luma Y'
 * @param blue Cb
 * @param red Cr
 */
public record OpponentPlanes(Plane luma, Plane blue, Plane red) {

    private static final float RED = 0.2126f;
    private static final float GREEN = 0.7152f;
    private static final float BLUE = 0.0722f;

    /** Returns the planes of an inspected picture, made once for all inspectors. */
    public static OpponentPlanes of(Inspection inspection) {
        return inspection.shared(OpponentPlanes.class, OpponentPlanes::of);
    }

    /** Returns the planes of a picture, each of its size. */
    public static OpponentPlanes of(Picture picture) {
        int size = picture.width() * picture.height();
        float[] luma = new float[size];
        float[] blue = new float[size];
        float[] red = new float[size];
        for (int i = 0; i < size; i++) {
            float r = code(picture.at(i));
            float g = code(picture.at(size + i));
            float b = code(picture.at(2 * size + i));
            float y = RED * r + GREEN * g + BLUE * b;
            luma[i] = y;
            blue[i] = (b - y) / (2 * (1 - BLUE));
            red[i] = (r - y) / (2 * (1 - RED));
        }
        return new OpponentPlanes(
                Plane.owning(picture.width(), picture.height(), luma),
                Plane.owning(picture.width(), picture.height(), blue),
                Plane.owning(picture.width(), picture.height(), red));
    }

    private static float code(float value) {
        // The comparison is false for NaN.
        return value > 0 ? (value < 1 ? 255 * value : 255) : 0;
    }
}
