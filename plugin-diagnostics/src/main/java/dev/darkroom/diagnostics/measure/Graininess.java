package dev.darkroom.diagnostics.measure;

/**
 * From the noise sigmas of three wavelet levels to the probability that a person would call a picture grainy. The sigma of
 * one level tells noise from no noise; the slope over the levels tells it from texture, whose energy doubles and more from
 * level to level. White noise has the same sigma at each level and in fourth differences, which hold hardly any texture at
 * all; noise that is correlated over pixels rises from level 1 to 2 and less from 2 to 3.
 */
public final class Graininess {

    // Fitted by the inspection benchmark (task fit, half of the pictures): white noise of sigma 5 and correlated noise
    // of sigma 7 count as defective, less in part, all good pictures as not; a defect is taken to be the case with one
    // picture in four; for COARSE in two of five, or it would leave correlated noise of sigma 10 unwarned. The luma's
    // models are of photographs alone, which hold the texture that noise is to be told from.
    private static final LogisticModel FINE = LogisticModel.of(-5.85, 5.74, -14.55);
    private static final LogisticModel COARSE = LogisticModel.of(-8.4, 2.02, 4.47, -3.49);
    private static final LogisticModel FINE_COLOUR = LogisticModel.of(-4.371, 6.029);
    private static final LogisticModel COARSE_COLOUR = LogisticModel.of(-6.003, 5.755, 1.790);

    /** Keeps logarithms finite; less than rounding to codes leaves. */
    private static final double LEAST = 0.2;

    private Graininess() {}

    /** Returns the probability of white noise in the luma. */
    public static double fine(NoiseSigmas noise) {
        // Texture has more in the band than in the differences; less is chance and speaks for nothing.
        return FINE.probability(log(noise.fourth()), Math.max(0, log(noise.diagonal()) - log(noise.fourth())));
    }

    /** Returns the probability of correlated noise in the luma. */
    public static double coarse(NoiseSigmas noise) {
        double first = log(noise.luma().get(0));
        double second = log(noise.luma().get(1));
        double third = log(noise.luma().get(2));
        return COARSE.probability(second, second - first, third - second);
    }

    /** Returns the probability of white noise in the colours. */
    public static double fineColour(NoiseSigmas noise) {
        return FINE_COLOUR.probability(log(noise.colour(0)));
    }

    /** Returns the probability of correlated noise in the colours. */
    public static double coarseColour(NoiseSigmas noise) {
        double second = log(noise.colour(1));
        return COARSE_COLOUR.probability(second, log(noise.colour(2)) - second);
    }

    private static double log(double sigma) {
        return Math.log(sigma + LEAST);
    }
}
