package dev.darkroom.diagnostics.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The wavelet bands of a plane ({@link Wavelet#DB2}), finest level first. Level j holds the frequencies from {@code 2^-(j+1)}
 * to {@code 2^-j} cycles a pixel. It ends early where a plane is too small to have a level. Memory is about four times the
 * plane's.
 *
 * @param width columns of the plane
 * @param height rows of the plane
 * @param levels the bands of each level there is
 */
public record Pyramid(int width, int height, List<Wavelet.Bands> levels) {

    /** Planes narrower than this are border only, to a four-tap filter. */
    private static final int NARROWEST = 8;

    /** Copies the list. */
    public Pyramid {
        levels = List.copyOf(levels);
    }

    /**
     * Analyses a plane.
     *
     * @param plane any size
     * @param depth how many levels at most
     * @return the bands
     */
    public static Pyramid of(Plane plane, int depth) {
        List<Wavelet.Bands> levels = new ArrayList<>(depth);
        Plane rest = plane;
        while (levels.size() < depth && rest.width() >= NARROWEST && rest.height() >= NARROWEST) {
            Wavelet.Bands bands = Wavelet.DB2.analyse(rest);
            levels.add(bands);
            rest = bands.approximation();
        }
        return new Pyramid(plane.width(), plane.height(), levels);
    }

    /**
     * Returns the root mean square of the details of one level block by block, all three bands.
     *
     * @param level from 1
     * @param block block size in pixels of the plane, a multiple of {@code 2^level}
     * @return one value a block in the plane's unit; zeros at a level there is not
     */
    public BlockGrid energy(int level, int block) {
        return rootMeanSquare(level, block, bands -> List.of(bands.horizontal(), bands.vertical(), bands.diagonal()));
    }

    /** As {@link #energy}, of the diagonal band alone: the highest frequencies, which blur takes first. */
    public BlockGrid diagonalEnergy(int level, int block) {
        return rootMeanSquare(level, block, bands -> List.of(bands.diagonal()));
    }

    private BlockGrid rootMeanSquare(int level, int block, Function<Wavelet.Bands, List<Plane>> choice) {
        int columns = BlockGrid.count(width, block);
        int rows = BlockGrid.count(height, block);
        return level <= levels.size()
                ? BlockStatistics.rootMeanSquare(choice.apply(levels.get(level - 1)), columns, rows, block >> level)
                : BlockGrid.owning(columns, rows, new double[columns * rows]);
    }
}
