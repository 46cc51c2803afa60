package dev.darkroom.host.image.decode;

import dev.darkroom.api.picture.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * From AWT's images to pictures. Samples are read as they are stored: {@code BufferedImage.getRGB} would take grey for
 * linear light and brighten it, and would round 16 bits to 8. Pixels of other RGB spaces are brought to sRGB. What is
 * transparent shows white, blended in the encoded values as browsers do.
 */
final class Pixels {

    private Pixels() {}

    /** A way to read the colour of pixel {@code x} from a row of samples into {@code rgba}, each in [0,1]. */
    @FunctionalInterface
    private interface Reader {
        void read(int[] row, int x, float[] rgba);
    }

    static Picture picture(BufferedImage stored, Orientation orientation) {
        BufferedImage image = isOther(stored.getColorModel()) ? toSrgb(stored) : stored;
        int width = image.getWidth();
        int height = image.getHeight();
        int size = Math.multiplyExact(width, height);
        float[] planes = new float[Math.multiplyExact(3, size)];
        Raster raster = image.getRaster();
        Reader reader = reader(image.getColorModel());
        int[] row = new int[width * raster.getNumBands()];
        float[] rgba = new float[4];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                reader.read(row, x, rgba);
                int place = orientation.place(x, y, width, height);
                for (int c = 0; c < 3; c++) {
                    planes[c * size + place] = rgba[3] * rgba[c] + (1 - rgba[3]);
                }
            }
        }
        return orientation.swapsSides() ? Picture.of(height, width, planes) : Picture.of(width, height, planes);
    }

    private static boolean isOther(ColorModel model) {
        ColorSpace space = model.getColorSpace();
        return space.getType() != ColorSpace.TYPE_GRAY && !space.isCS_sRGB();
    }

    private static BufferedImage toSrgb(BufferedImage image) {
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), type);
        return new ColorConvertOp(null).filter(image, converted);
    }

    private static Reader reader(ColorModel model) {
        if (model instanceof IndexColorModel palette) {
            int[] colours = new int[palette.getMapSize()];
            palette.getRGBs(colours);
            return (row, x, rgba) -> {
                int argb = row[x] < colours.length ? colours[row[x]] : 0xFF000000;
                for (int c = 0; c < 4; c++) {
                    rgba[c] = (argb >> (8 * ((6 - c) % 4)) & 255) / 255f;
                }
            };
        }
        int bands = model.getNumComponents();
        int colours = model.getNumColorComponents();
        boolean premultiplied = model.isAlphaPremultiplied();
        float[] full = new float[bands];
        for (int band = 0; band < bands; band++) {
            full[band] = (1 << model.getComponentSize(band)) - 1;
        }
        return (row, x, rgba) -> {
            int at = x * bands;
            rgba[3] = model.hasAlpha() ? row[at + bands - 1] / full[bands - 1] : 1;
            float undo = premultiplied && rgba[3] > 0 ? 1 / rgba[3] : 1;
            for (int c = 0; c < 3; c++) {
                int band = colours == 1 ? 0 : c;
                rgba[c] = Math.min(1, undo * row[at + band] / full[band]);
            }
        };
    }
}
