package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The noise sigma of each block of a picture's opponent planes at three wavelet levels, as {@link NoiseSigma#blocks}
 * measures it; made once for all inspectors. White noise in the luma is measured in blocks of half the size: the more
 * there are, the surer some of them hold no texture.
 *
 * @param block the block size in pixels: 32, or 16 where a picture is too small for 16 such blocks
 * @param fourth by half blocks, of the fourth differences of the luma
 * @param diagonal by half blocks, of the finest diagonal band of the luma
 * @param luma finest level first
 * @param blue finest level first
 * @param red finest level first
 */
public record NoiseBlocks(
        int block,
        BlockGrid fourth,
        BlockGrid diagonal,
        List<BlockGrid> luma,
        List<BlockGrid> blue,
        List<BlockGrid> red) {

    private static final int LEVELS = 3;
    private static final int BLOCK = 32;

    /** A low quantile needs blocks to choose from. */
    private static final int FEWEST = 16;

    /** Texture leaves some blocks smooth and noise none: of the blocks, nearly the quietest. */
    private static final double QUIET = 0.02;

    /** A coefficient of the higher levels reaches farther, which fewer blocks are smooth enough for. */
    private static final double QUIETEST = 0.005;

    /** A block of clipped pixels hides noise and says nothing about it. */
    private static final double CLIPPED = 0.9;

    /** With fewer telling blocks than this share, none of them need be smooth: then clipped ones count as quiet. */
    private static final double ENOUGH = 0.5;

    /** Copies the lists. */
    public NoiseBlocks {
        luma = List.copyOf(luma);
        blue = List.copyOf(blue);
        red = List.copyOf(red);
    }

    /** Returns the sigmas of an inspected picture. */
    public static NoiseBlocks of(Inspection inspection) {
        return inspection.shared(NoiseBlocks.class, picture -> {
            boolean few = BlockGrid.count(picture.width(), BLOCK) * BlockGrid.count(picture.height(), BLOCK) < FEWEST;
            int block = few ? BLOCK / 2 : BLOCK;
            Pyramids pyramids = Pyramids.of(inspection);
            return new NoiseBlocks(
                    block,
                    NoiseSigma.ofFourth(SecondDifferences.of(inspection).fourth(), block / 2),
                    NoiseSigma.blocks(pyramids.luma(), block / 2, 1).get(0),
                    NoiseSigma.blocks(pyramids.luma(), block, LEVELS),
                    NoiseSigma.blocks(pyramids.blue(), block, LEVELS),
                    NoiseSigma.blocks(pyramids.red(), block, LEVELS));
        });
    }

    /** Returns the sigmas of the quietest blocks of the picture this was made of, those left out that are clipped. */
    public NoiseSigmas quiet(Inspection inspection) {
        Plane plane = OpponentPlanes.of(inspection).luma();
        IntPredicate telling = telling(plane, block);
        IntPredicate tellingHalf = telling(plane, block / 2);
        return new NoiseSigmas(
                fourth.quantile(QUIET, tellingHalf),
                diagonal.quantile(QUIET, tellingHalf),
                quiet(luma, telling),
                quiet(blue, telling),
                quiet(red, telling));
    }

    private static List<Double> quiet(List<BlockGrid> levels, IntPredicate telling) {
        return IntStream.range(0, levels.size())
                .mapToObj(level -> levels.get(level).quantile(level == 0 ? QUIET : QUIETEST, telling))
                .toList();
    }

    private static IntPredicate telling(Plane luma, int block) {
        BlockGrid clipped = BlockStatistics.shareOutside(luma, block, 1, 254);
        IntPredicate unclipped = at -> clipped.at(at) <= CLIPPED;
        boolean enough = IntStream.range(0, clipped.size()).filter(unclipped).count() >= ENOUGH * clipped.size();
        return enough ? unclipped : at -> true;
    }

    /** Returns the sigmas of a half block by the flat index of {@link #fourth}, what is measured by blocks of the block it lies in. */
    public NoiseSigmas at(int half) {
        BlockGrid blocks = luma.get(0);
        int column = Math.min(half % fourth.columns() / 2, blocks.columns() - 1);
        int row = Math.min(half / fourth.columns() / 2, blocks.rows() - 1);
        int at = row * blocks.columns() + column;
        return new NoiseSigmas(fourth.at(half), diagonal.at(half), at(luma, at), at(blue, at), at(red, at));
    }

    private static List<Double> at(List<BlockGrid> levels, int block) {
        return levels.stream().map(level -> level.at(block)).toList();
    }
}
