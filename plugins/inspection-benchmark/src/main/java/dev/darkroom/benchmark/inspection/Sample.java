package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.picture.Picture;

/**
 * One good picture of the corpus.
 *
 * @param group what kind of picture: {@code photo}, {@code wallpaper}, {@code flat}, {@code stamp}, {@code model},
 *     {@code gradient} or {@code kodak}
 * @param file the name of the file it comes from, which decides the half it belongs to
 * @param view which view of the file
 * @param picture its pixels
 */
record Sample(String group, String file, String view, Picture picture) {

    /** Views in which every pixel is sharp if the picture is: those that are degraded. */
    boolean scaled() {
        return !view.equals("native");
    }

    /** The half on which thresholds were fitted, of most groups; what is reported comes from the other. */
    boolean forFitting() {
        return !group.equals(Corpus.KODAK) && Hash.of(file) % 2 == 0;
    }
}
