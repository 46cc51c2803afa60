package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import java.util.List;

/**
 * The noise sigma of each block of a picture's opponent planes at three wavelet levels, as {@link NoiseSigma#blocks}
 * measures it; made once for all inspectors.
 *
 * @param block the block size in pixels: 32, or 16 where a picture is too small for 16 such blocks
 * @param luma finest level first
 * @param blue finest level first
 * @param red finest level first
 */
public record NoiseBlocks(int block, List<BlockGrid> luma, List<BlockGrid> blue, List<BlockGrid> red) {

    private static final int LEVELS = 3;
    private static final int BLOCK = 32;

    /** A low quantile needs blocks to choose from. */
    private static final int FEWEST = 16;

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
                    NoiseSigma.blocks(pyramids.luma(), block, LEVELS),
                    NoiseSigma.blocks(pyramids.blue(), block, LEVELS),
                    NoiseSigma.blocks(pyramids.red(), block, LEVELS));
        });
    }
}
