package dev.darkroom.diagnostics.measure;

import java.util.List;

/**
 * The noise of a picture or of a part of it, as standard deviations in 8-bit codes.
 *
 * @param fourth of the luma's fourth differences
 * @param diagonal of the luma's finest diagonal band, measured where {@code fourth} is
 * @param luma of the luma's wavelet levels, finest first
 * @param blue of Cb, finest first
 * @param red of Cr, finest first
 */
public record NoiseSigmas(double fourth, double diagonal, List<Double> luma, List<Double> blue, List<Double> red) {

    /** Copies the lists. */
    public NoiseSigmas {
        luma = List.copyOf(luma);
        blue = List.copyOf(blue);
        red = List.copyOf(red);
    }

    /** Returns the larger sigma of the two planes of colour at a level, from 0. */
    public double colour(int level) {
        return Math.max(blue.get(level), red.get(level));
    }
}
