package dev.darkroom.host.image;

import dev.darkroom.api.picture.Picture;

/** 8-bit pixels, {@code 0xRRGGBB} each, row-major. */
final class Raster {

    final int width;
    final int height;
    final int[] rgb;

    Raster(int width, int height, int[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    static Raster of(Picture picture) {
        return new Raster(picture.width(), picture.height(), picture.toRgb());
    }
}
