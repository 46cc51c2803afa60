package dev.darkroom.host.image;

import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import java.util.List;

/** Pictures as the bytes of PNG files. */
public final class Pngs {

    private Pngs() {}

    /** Returns a picture, without any text. */
    public static byte[] of(Picture picture) {
        return PngEncoder.encode(Raster.of(picture), List.of());
    }

    /** Returns a picture, dimmed, under the glow of a map of where something is. */
    public static byte[] of(Picture picture, HeatMap map) {
        return PngEncoder.encode(HeatMapWriter.overlay(picture, map), List.of());
    }
}
