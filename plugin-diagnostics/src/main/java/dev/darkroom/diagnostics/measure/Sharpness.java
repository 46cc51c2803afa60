package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How much of the finest detail there is, for each block with some structure to judge by, as three ratios of root mean
 * squares in natural logarithms. A ratio does not depend on contrast. {@code fine}: second differences in both directions over
 * level 2 of the wavelet bands, which falls first when a picture is blurred by a fraction of a pixel. {@code middle}: those of
 * either direction over level 2, and {@code coarse}: over level 3, which keep falling when nothing is left of the first. What
 * white noise adds is taken off; rounding to codes sets the floor.
 *
 * @param fine by blocks of 16 pixels
 * @param fineStructure the energy of level 2 of these blocks, in codes
 * @param middle by blocks of 32 pixels
 * @param coarse by blocks of 32 pixels
 * @param structure by how much the energy of level 2 of these blocks, in codes, is above what noise can pass for
 * @param broadStructure the energy of level 3 of these blocks, in codes
 */
public record Sharpness(
        BlockGrid fine,
        BlockGrid fineStructure,
        BlockGrid middle,
        BlockGrid coarse,
        BlockGrid structure,
        BlockGrid broadStructure) {

    // Fitted by the inspection benchmark (task fit, half of the photographs): blur by a Gaussian of 1 px and more
    // counts as
    // defective, less in part, all good pictures as not; a defect is taken to be the case with one picture in four.
    private static final LogisticModel FINE = LogisticModel.of(-16.27, -6.93);
    private static final LogisticModel MIDDLE = LogisticModel.of(-12.42, -7.1);
    private static final LogisticModel COARSE = LogisticModel.of(-16.85, -5.58);

    private static final int FINE_BLOCK = 16;
    private static final int BLOCK = 32;

    /** Rounding to codes leaves noise of deviation {@code 1 / sqrt(12)}. */
    private static final double ROUNDING = 0.3;

    /** The noise is known from the quietest blocks, which understate it. */
    private static final double UNDERSTATED = 1.2;

    private static final double UNCERTAIN = 0.5;
    private static final double QUIET = 0.02;

    /** Noise left in the energy of level 2 passes for structure below this many of its deviations. */
    private static final double PASSES = 3;

    /** The energies from which a block has structure: of level 2 for the fine ratio, and beyond noise for the others. */
    private static final double FINE_STRUCTURE = 3;

    private static final double STRUCTURE = 2;

    /** The energies of level 3 from which a picture, and one of its blocks, can be judged. */
    private static final double JUDGEABLE = 2;

    private static final double JUDGEABLE_BLOCK = 4;

    /** Strictness is given up where fewer blocks than this share have structure. */
    private static final double FEWEST = 0.04;

    /** The sharpest blocks count, but not one oddity. */
    private static final double SHARPEST = 0.97;

    /** Where hardly any block has structure of its own, these with the most. */
    private static final double STRONGEST = 0.95;

    /** Returns the sharpness of an inspected picture, made once for all inspectors. */
    public static Sharpness of(Inspection inspection) {
        return inspection.shared(Sharpness.class, picture -> {
            Pyramid luma = Pyramids.of(inspection).luma();
            SecondDifferences differences = SecondDifferences.of(inspection);
            double noise = NoiseBlocks.of(inspection).fourth().quantile(QUIET);
            BlockGrid both = BlockStatistics.rootMeanSquare(List.of(differences.both()), FINE_BLOCK);
            BlockGrid either =
                    BlockStatistics.rootMeanSquare(List.of(differences.rows(), differences.columns()), BLOCK);
            BlockGrid second = luma.energy(2, BLOCK);
            BlockGrid third = luma.energy(3, BLOCK);
            return new Sharpness(
                    ratio(both, luma.energy(2, FINE_BLOCK), noise),
                    luma.energy(2, FINE_BLOCK),
                    ratio(either, second, noise),
                    ratio(either, third, noise),
                    second.map(energy -> denoised(energy, noise) - PASSES * noise),
                    third);
        });
    }

    /** Returns whether any block has structure to judge by. */
    public boolean judgeable() {
        return broadStructure.quantile(1) >= JUDGEABLE;
    }

    /** Returns the fine ratio of the sharpest blocks. */
    public double sharpestFine() {
        return fine.quantile(SHARPEST, structured(fineStructure, FINE_STRUCTURE));
    }

    /** Returns the middle ratio of the sharpest blocks. */
    public double sharpestMiddle() {
        return middle.quantile(SHARPEST, structured(structure, STRUCTURE));
    }

    /** Returns the coarse ratio of the sharpest blocks. */
    public double sharpestCoarse() {
        return coarse.quantile(SHARPEST, structured(structure, STRUCTURE));
    }

    /** Returns the probability that a person would call the picture blurred, by its sharpest blocks. */
    public double softness() {
        return softness(sharpestFine(), sharpestMiddle(), sharpestCoarse());
    }

    /** The highest of three models: for blur of a fraction of a pixel, of about a pixel, and of more. */
    private static double softness(double fine, double middle, double coarse) {
        return Math.max(FINE.probability(fine), Math.max(MIDDLE.probability(middle), COARSE.probability(coarse)));
    }

    /** Returns the softness of a block of 16 pixels by flat index; 0 where it has no structure to judge by. */
    public double softness(int block) {
        int row = Math.min(block / fine.columns() * FINE_BLOCK / BLOCK, coarse.rows() - 1);
        int column = Math.min(block % fine.columns() * FINE_BLOCK / BLOCK, coarse.columns() - 1);
        return broadStructure.at(column, row) < JUDGEABLE_BLOCK
                ? 0
                : softness(fine.at(block), middle.at(column, row), coarse.at(column, row));
    }

    private static IntPredicate structured(BlockGrid structure, double least) {
        int count = 0;
        for (int i = 0; i < structure.size(); i++) {
            count += structure.at(i) >= least ? 1 : 0;
        }
        boolean enough = count > 0 && count >= FEWEST * structure.size();
        double from = enough ? least : structure.quantile(STRONGEST);
        return block -> structure.at(block) >= from;
    }

    private static BlockGrid ratio(BlockGrid above, BlockGrid below, double noise) {
        double[] values = new double[above.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.log(denoised(above.at(i), noise) / denoised(below.at(i), noise));
        }
        return BlockGrid.owning(above.columns(), above.rows(), values);
    }

    private static double denoised(double energy, double noise) {
        double understated = UNDERSTATED * noise;
        double uncertain = UNCERTAIN * noise;
        return Math.sqrt(
                Math.max(energy * energy - understated * understated, ROUNDING * ROUNDING + uncertain * uncertain));
    }
}
