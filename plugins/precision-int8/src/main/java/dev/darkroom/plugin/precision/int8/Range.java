package dev.darkroom.plugin.precision.int8;

/**
 * The numbers that unsigned bytes stand for, from {@code min} to {@code max}; 0 is always one of them exactly, because padding
 * is made of it (Jacob et al. 2018, section 2.1).
 *
 * @param min at most 0
 * @param max at least 0
 */
record Range(float min, float max) {

    private static final int LEVELS = 255;

    /** Widens the range to hold 0. */
    Range {
        if (!(Float.isFinite(min) && Float.isFinite(max)) || min > max) {
            throw new IllegalArgumentException("range: expected finite ends in order, found " + min + " to " + max);
        }
        min = Math.min(min, 0);
        max = Math.max(max, 0);
    }

    /** Returns the range of both. */
    Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Returns the distance between neighbouring numbers; above 0. */
    float scale() {
        float scale = (max - min) / LEVELS;
        return scale >= Float.MIN_NORMAL ? scale : 1;
    }

    /** Returns the byte that stands for 0, from 0 to 255. */
    int zeroPoint() {
        double width = (double) max - min;
        return width < Float.MIN_NORMAL ? 0 : (int) Math.rint(-min * LEVELS / width);
    }
}
