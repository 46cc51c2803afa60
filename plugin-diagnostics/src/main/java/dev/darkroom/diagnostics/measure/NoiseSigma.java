package dev.darkroom.diagnostics.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * The standard deviation of noise in a plane, from the median absolute value of wavelet details (Donoho and Johnstone
 * 1994, "Ideal spatial adaptation by wavelet shrinkage", section 4.2): {@code sigma = median |d| / 0.6745}.
 */
public final class NoiseSigma {

    /** The third quartile of the unit normal, which the median of |d| estimates for d of deviation 1. */
    private static final double NORMAL_MAD = 0.6744897501960817;

    private NoiseSigma() {}

    /**
     * Returns the plain estimate over the whole plane, from the diagonal band of level 1. Details of exactly 0 are left
     * out as masked, as in scikit-image's {@code estimate_sigma}, which this equals with {@link Wavelet#DB2}. Texture
     * raises it; correlated noise hides from it: see {@link #blocks}.
     *
     * @param plane any size
     * @param wavelet the wavelet
     * @return sigma in the plane's unit; 0 if every detail is 0
     */
    public static double plain(Plane plane, Wavelet wavelet) {
        float[] details = wavelet.analyse(plane).diagonal().values();
        int[] magnitudes = new int[details.length];
        int count = 0;
        for (float detail : details) {
            if (detail != 0) {
                magnitudes[count++] = Quantiles.key(Math.abs(detail));
            }
        }
        return Quantiles.medianInPlace(magnitudes, count) / NORMAL_MAD;
    }

    /**
     * Returns an estimate for each block and level. For white noise all levels show the same sigma; noise that is
     * correlated over a few pixels, as decoded latent noise is, shows at levels 2 and 3 only. Texture fills some blocks and
     * noise all of them, so that a low quantile over the blocks is the noise.
     *
     * <p>Level 1 uses the diagonal band, which edges hardly touch. At higher levels a block holds few coefficients and
     * the energy of correlated noise lies in the other two bands: they use all three.
     *
     * @param pyramid the bands of a plane
     * @param block block size in pixels, a multiple of {@code 2^levels}
     * @param levels how many, at least 1
     * @return one grid a level, finest first, in the plane's unit; zeros at levels the plane is too small for
     */
    public static List<BlockGrid> blocks(Pyramid pyramid, int block, int levels) {
        if (levels < 1 || levels > 16 || block < 1 << levels || block % (1 << levels) != 0) {
            throw new IllegalArgumentException(
                    "block size: expected a multiple of 2^levels, found " + block + " for " + levels + " levels");
        }
        int columns = BlockGrid.count(pyramid.width(), block);
        int rows = BlockGrid.count(pyramid.height(), block);
        List<BlockGrid> grids = new ArrayList<>(levels);
        for (int level = 1; level <= levels; level++) {
            if (level > pyramid.levels().size()) {
                grids.add(BlockGrid.owning(columns, rows, new double[columns * rows]));
                continue;
            }
            Wavelet.Bands bands = pyramid.levels().get(level - 1);
            List<Plane> details = level == 1
                    ? List.of(bands.diagonal())
                    : List.of(bands.horizontal(), bands.vertical(), bands.diagonal());
            grids.add(deviations(details, columns, rows, block >> level));
        }
        return List.copyOf(grids);
    }

    /**
     * Returns an estimate for each block from fourth differences ({@link SecondDifferences#fourth}), which see less of
     * texture than any wavelet band and all of white noise.
     *
     * @param fourth a plane's fourth differences
     * @param block block size in pixels, at least 1
     * @return one value a block in the plane's unit
     */
    public static BlockGrid ofFourth(Plane fourth, int block) {
        int columns = BlockGrid.count(fourth.width(), block);
        int rows = BlockGrid.count(fourth.height(), block);
        return deviations(List.of(fourth), columns, rows, block);
    }

    private static BlockGrid deviations(List<Plane> details, int columns, int rows, int block) {
        int width = details.get(0).width();
        int height = details.get(0).height();
        double[] sigmas = new double[columns * rows];
        // The last block takes the remainder: it may be nearly twice as wide and high.
        int widest = width - (columns - 1) * block;
        int highest = height - (rows - 1) * block;
        int[] magnitudes = new int[details.size() * widest * highest];
        for (int row = 0; row < rows; row++) {
            int bottom = row == rows - 1 ? height : (row + 1) * block;
            for (int column = 0; column < columns; column++) {
                int right = column == columns - 1 ? width : (column + 1) * block;
                int count = 0;
                for (Plane detail : details) {
                    float[] values = detail.values();
                    for (int y = row * block; y < bottom; y++) {
                        for (int i = y * width + column * block; i < y * width + right; i++) {
                            magnitudes[count++] = Quantiles.key(Math.abs(values[i]));
                        }
                    }
                }
                sigmas[row * columns + column] = Quantiles.medianInPlace(magnitudes, count) / NORMAL_MAD;
            }
        }
        return BlockGrid.owning(columns, rows, sigmas);
    }
}
