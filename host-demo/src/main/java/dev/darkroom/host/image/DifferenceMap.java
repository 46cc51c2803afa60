package dev.darkroom.host.image;

import dev.darkroom.api.picture.Picture;

/** Where two pictures differ, as a picture: the absolute difference of each channel, magnified. */
public final class DifferenceMap {

    private DifferenceMap() {}

    /**
     * Returns the map.
     *
     * @param a a picture
     * @param b a picture of its size
     * @param times what differences are multiplied by; beyond 1 they are cut off
     */
    public static Picture of(Picture a, Picture b, int times) {
        int[] first = a.toRgb();
        int[] second = b.toRgb();
        int[] map = new int[first.length];
        for (int i = 0; i < map.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = Math.abs((first[i] >> shift & 255) - (second[i] >> shift & 255));
                map[i] |= Math.min(255, difference * times) << shift;
            }
        }
        return Picture.ofRgb(a.width(), a.height(), map);
    }
}
