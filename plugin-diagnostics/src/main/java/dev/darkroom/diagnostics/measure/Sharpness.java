package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import java.util.function.IntPredicate;

/**
 * How much of the finest detail there is, for each block with some structure to judge by, as two ratios of root mean
 * squares of wavelet bands of the luma, in natural logarithms: {@code fine}, the diagonal band of level 1 over all of level
 * 2, which falls first when a picture is blurred by a fraction of a pixel; and {@code coarse}, level 1 over level 3, which
 * keeps falling. A ratio does not depend on contrast. What white noise adds to both is taken off; rounding to codes sets
 * the floor.
 *
 * @param fine by blocks of 16 pixels
 * @param fineStructure the energy of level 2 of these blocks, in codes
 * @param coarse by blocks of 32 pixels
 * @param coarseStructure the energy of level 3 of these blocks, in codes
 */
public record Sharpness(BlockGrid fine, BlockGrid fineStructure, BlockGrid coarse, BlockGrid coarseStructure) {

    // Fitted by the inspection benchmark (task fit, half of the pictures): blur by a Gaussian of 1.5 px and more counts
    // as defective, less in part, all good pictures as not; a defect is taken to be the case with one picture in four.
    private static final LogisticModel FINE = LogisticModel.of(-11.357, -4.967);
    private static final LogisticModel COARSE = LogisticModel.of(-15.079, -5.770);

    private static final int FINE_BLOCK = 16;
    private static final int COARSE_BLOCK = 32;

    /** Rounding to codes leaves noise of deviation {@code 1 / sqrt(12)}. */
    private static final double ROUNDING = 0.3;

    /** The noise is known from the quietest blocks, which understate it. */
    private static final double UNDERSTATED = 1.2;

    private static final double UNCERTAIN = 0.5;
    private static final double QUIET = 0.02;

    /** The energies from which a block has structure, in the order they are tried: of level 2 for the fine ratio. */
    private static final double[] FINE_STRUCTURE = {3};

    /** The same, of level 3 for the coarse ratio. */
    private static final double[] COARSE_STRUCTURE = {8, 4, 2};

    /** A strictness is given up where fewer blocks than this share meet it. */
    private static final double FEWEST = 0.04;

    /** The sharpest blocks count, but not one oddity. */
    private static final double SHARPEST_FINE = 0.97;

    private static final double SHARPEST_COARSE = 0.9;

    /** Where no block has structure of its own, these with the most. */
    private static final double STRONGEST = 0.95;

    /** Returns the sharpness of an inspected picture, made once for all inspectors. */
    public static Sharpness of(Inspection inspection) {
        return inspection.shared(Sharpness.class, picture -> {
            Pyramid luma = Pyramids.of(inspection).luma();
            double noise = NoiseBlocks.of(inspection).luma().get(0).quantile(QUIET);
            return new Sharpness(
                    ratio(luma.diagonalEnergy(1, FINE_BLOCK), luma.energy(2, FINE_BLOCK), noise),
                    luma.energy(2, FINE_BLOCK),
                    ratio(luma.energy(1, COARSE_BLOCK), luma.energy(3, COARSE_BLOCK), noise),
                    luma.energy(3, COARSE_BLOCK));
        });
    }

    /** Returns whether any block has structure to judge by. */
    public boolean judgeable() {
        return coarseStructure.quantile(1) >= COARSE_STRUCTURE[COARSE_STRUCTURE.length - 1];
    }

    /** Returns the fine ratio of the sharpest blocks. */
    public double sharpestFine() {
        return fine.quantile(SHARPEST_FINE, structured(fineStructure, FINE_STRUCTURE));
    }

    /** Returns the coarse ratio of the sharpest blocks. */
    public double sharpestCoarse() {
        return coarse.quantile(SHARPEST_COARSE, structured(coarseStructure, COARSE_STRUCTURE));
    }

    /**
     * Returns the probability that a person would call a picture blurred whose sharpest blocks have these ratios: the higher
     * one of two models, one for a blur of about a pixel and one for more.
     */
    public static double softness(double fine, double coarse) {
        return Math.max(FINE.probability(fine), COARSE.probability(coarse));
    }

    /** Returns the softness of a block of 16 pixels by flat index; 0 where it has no structure to judge by. */
    public double softness(int block) {
        int row = Math.min(block / fine.columns() * FINE_BLOCK / COARSE_BLOCK, coarse.rows() - 1);
        int column = Math.min(block % fine.columns() * FINE_BLOCK / COARSE_BLOCK, coarse.columns() - 1);
        return coarseStructure.at(column, row) < COARSE_STRUCTURE[1]
                ? 0
                : softness(fine.at(block), coarse.at(column, row));
    }

    private static IntPredicate structured(BlockGrid structure, double[] strictnesses) {
        for (double least : strictnesses) {
            int count = 0;
            for (int i = 0; i < structure.size(); i++) {
                count += structure.at(i) >= least ? 1 : 0;
            }
            if (count > 0 && count >= FEWEST * structure.size()) {
                return block -> structure.at(block) >= least;
            }
        }
        double strongest = structure.quantile(STRONGEST);
        return block -> structure.at(block) >= strongest;
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
