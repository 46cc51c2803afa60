package dev.darkroom.diagnostics.measure;

/**
 * From the noise sigmas of three wavelet levels to the probability that a person would call a picture grainy. The sigma of
 * one level tells noise from no noise; the slope over the levels tells it from texture, whose energy doubles and more from
 * level to level. White noise has the same sigma at each level, noise that is correlated over pixels rises from level 1
 * to 2 and less from 2 to 3.
 */
public final class Graininess {

    // Fitted by the inspection benchmark (task fit, half of the pictures): white noise of sigma 5 and correlated noise
    // of sigma 7 count as defective, less in part, all good pictures as not; a defect is taken to be the case with one
    // picture in four; for COARSE in two, or it would leave correlated noise of sigma 8 unwarned.
    private static final LogisticModel FINE = LogisticModel.of(-6.045, 5.601, -3.553, 0.357);
    private static final LogisticModel COARSE = LogisticModel.of(-5.949, 2.585, 2.560, -4.193);
    private static final LogisticModel FINE_COLOUR = LogisticModel.of(-4.346, 5.816);
    private static final LogisticModel COARSE_COLOUR = LogisticModel.of(-5.267, 5.687, -0.513);

    /** Keeps logarithms finite; less than rounding to codes leaves. */
    private static final double LEAST = 0.2;

    private Graininess() {}

    /** Returns the probability of white noise in the luma, by the sigmas of levels 1 to 3 in codes. */
    public static double fine(double sigma1, double sigma2, double sigma3) {
        return FINE.probability(log(sigma1), log(sigma2) - log(sigma1), log(sigma3) - log(sigma2));
    }

    /** Returns the probability of correlated noise in the luma, by the sigmas of levels 1 to 3 in codes. */
    public static double coarse(double sigma1, double sigma2, double sigma3) {
        return COARSE.probability(log(sigma2), log(sigma2) - log(sigma1), log(sigma3) - log(sigma2));
    }

    /** Returns the probability of white noise in the colours, by the larger sigma of level 1 of the two planes. */
    public static double fineColour(double sigma1) {
        return FINE_COLOUR.probability(log(sigma1));
    }

    /** Returns the probability of correlated noise in the colours, by the larger sigmas of levels 2 and 3. */
    public static double coarseColour(double sigma2, double sigma3) {
        return COARSE_COLOUR.probability(log(sigma2), log(sigma3) - log(sigma2));
    }

    private static double log(double sigma) {
        return Math.log(sigma + LEAST);
    }
}
