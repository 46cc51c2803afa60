package dev.darkroom.diagnostics.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a picture repeats itself by a shift: as a whole, as a tiling, or in one region, as a duplicate.
 *
 * <p>Shifts are proposed by the peaks of the whitened {@link Autocorrelation} and judged by {@link LocalCorrelation}, both
 * on a luma of about 256x256, so that the cost hardly depends on the size of the picture and noise is averaged out.
 *
 * @param tiling how well the picture matches itself at one shift along rows and one along columns, in [0,1]: the geometric
 *     mean of both mean correlations
 * @param across the shift along rows, in pixels of the picture; 0 if there is none
 * @param down the shift along columns, in pixels of the picture; 0 if there is none
 * @param fine how strong the strongest repetition at shorter shifts is beside that at {@code across} and {@code down}:
 *     near 0 for a tiling of pictures, near 1 for a pattern of many small elements
 * @param copied the share of the picture in the largest region that appears twice, in [0,1]
 * @param dx the shift from the upper of both places to the other, in pixels of the picture
 * @param dy the shift from the upper of both places to the other, in pixels of the picture, at least 0
 * @param map 1 for blocks of that region and of its other place, 0 elsewhere
 */
public record Repetition(
        double tiling, int across, int down, double fine, double copied, int dx, int dy, BlockGrid map) {

    private static final double SIDE = 256;

    /** A tile is at least this share of the picture a side (5x5 is the finest tiling), and at most that one. */
    private static final double SMALLEST_TILE = 1 / 5.5;

    private static final double LARGEST_TILE = 1 / 1.8;

    /** Shorter shifts, in pixels of the small luma, only show the width of edges. */
    private static final int SHORTEST = 8;

    /** A duplicate lies at least this share of the shorter side away: nearer, texture and parallel edges match. */
    private static final double NEAREST = 0.1;

    private static final double ALIKE = 0.9;

    private static final int CANDIDATES = 4;

    private record Peak(int x, int y, float value) {}

    /** Searches a luma in 8-bit codes. */
    public static Repetition of(Plane luma) {
        int factor = Math.max(1, (int) Math.round(Math.sqrt(luma.size()) / SIDE));
        Plane small = Resampling.shrink(luma, factor);
        LocalCorrelation local = new LocalCorrelation(small);
        LocalCorrelation.Match none = local.at(small.width(), small.height());
        if (small.width() < 4 * SHORTEST || small.height() < 4 * SHORTEST) {
            return new Repetition(0, 0, 0, 0, 0, 0, 0, none.blocks());
        }
        Plane correlation = Autocorrelation.whitened(local.plane());

        Peak across = axisPeak(correlation, true);
        Peak down = axisPeak(correlation, false);
        double tiling = Math.sqrt(Math.max(0, local.at(across.x(), 0).mean())
                * Math.max(0, local.at(0, down.y()).mean()));
        double coarse = Math.min(across.value(), down.value());
        double fine = coarse <= 0 ? 1 : Math.max(0, Math.min(1, shortest(correlation) / coarse));

        LocalCorrelation.Match best = none;
        boolean[] region = none.region();
        int size = 0;
        for (Peak peak : peaks(correlation)) {
            LocalCorrelation.Match match = unwrapped(local, peak, small.width(), small.height());
            boolean[] found = match.region();
            int count = Regions.count(found);
            if (count > size) {
                best = match;
                region = found;
                size = count;
            }
        }
        // Which place is the copy cannot be told: the offset is given downwards.
        int towards = best.dy() < 0 || (best.dy() == 0 && best.dx() < 0) ? -1 : 1;
        return new Repetition(
                tiling,
                across.x() * factor,
                down.y() * factor,
                fine,
                size / (double) region.length,
                best.dx() * factor * towards,
                best.dy() * factor * towards,
                twice(region, best));
    }

    /** The highest correlation at shifts along one axis that a tile may have; a pixel beside the axis is allowed. */
    private static Peak axisPeak(Plane correlation, boolean alongRows) {
        int length = alongRows ? correlation.width() : correlation.height();
        int from = Math.max(SHORTEST, (int) Math.ceil(SMALLEST_TILE * length));
        int to = (int) (LARGEST_TILE * length);
        Peak best = new Peak(from, from, -1);
        for (int shift = from; shift <= to; shift++) {
            for (int beside = -1; beside <= 1; beside++) {
                float value = alongRows ? at(correlation, shift, beside) : at(correlation, beside, shift);
                if (value > best.value()) {
                    best = new Peak(shift, shift, value);
                }
            }
        }
        // Two tiles on are as alike as one: the shortest shift is the tile.
        for (int shift = from; shift < best.x(); shift++) {
            float value = alongRows ? at(correlation, shift, 0) : at(correlation, 0, shift);
            if (value >= ALIKE * best.value()) {
                return new Peak(shift, shift, value);
            }
        }
        return best;
    }

    private static double shortest(Plane correlation) {
        int right = (int) (SMALLEST_TILE * correlation.width());
        int bottom = (int) (SMALLEST_TILE * correlation.height());
        float highest = 0;
        for (int y = 0; y < bottom; y++) {
            for (int x = -right + 1; x < right; x++) {
                if (y >= SHORTEST || Math.abs(x) >= SHORTEST) {
                    highest = Math.max(highest, at(correlation, x, y));
                }
            }
        }
        return highest;
    }

    private static List<Peak> peaks(Plane correlation) {
        int width = correlation.width();
        int height = correlation.height();
        int near = Math.max(SHORTEST, (int) (NEAREST * Math.min(width, height)));
        List<Peak> best = new ArrayList<>();
        float least = 0;
        // The correlation is even: half of the shifts tell all.
        for (int y = 0; y <= height / 2; y++) {
            for (int x = 0; x < width; x++) {
                float value = correlation.at(x, y);
                if (value > least
                        && (y >= near || Math.min(x, width - x) >= near)
                        && (y > 0 || 2 * x <= width)
                        && isPeak(correlation, x, y, value)) {
                    best.add(new Peak(x, y, value));
                    best.sort(Comparator.comparingDouble(peak -> -peak.value()));
                    if (best.size() > CANDIDATES) {
                        least = best.remove(CANDIDATES).value();
                    }
                }
            }
        }
        return best;
    }

    private static boolean isPeak(Plane correlation, int x, int y, float value) {
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                if (at(correlation, x + dx, y + dy) > value) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float at(Plane correlation, int x, int y) {
        return correlation.at(Math.floorMod(x, correlation.width()), Math.floorMod(y, correlation.height()));
    }

    /** A cyclic shift is one of four: the one under which most blocks match. */
    private static LocalCorrelation.Match unwrapped(LocalCorrelation local, Peak peak, int width, int height) {
        LocalCorrelation.Match best = local.at(peak.x(), peak.y());
        int most = Regions.count(best.region());
        for (int i = 1; i < 4; i++) {
            LocalCorrelation.Match other =
                    local.at(peak.x() - (i % 2 == 1 ? width : 0), peak.y() - (i > 1 ? height : 0));
            int count = Regions.count(other.region());
            if (count > most) {
                best = other;
                most = count;
            }
        }
        return best;
    }

    private static BlockGrid twice(boolean[] region, LocalCorrelation.Match match) {
        return Regions.twice(
                region,
                match.blocks().columns(),
                match.dx() / (double) LocalCorrelation.BLOCK,
                match.dy() / (double) LocalCorrelation.BLOCK);
    }
}
