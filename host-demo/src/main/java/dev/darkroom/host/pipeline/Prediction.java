package dev.darkroom.host.pipeline;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.DiffusionProcess;

/** What a network's output says about x0. */
final class Prediction {

    private Prediction() {}

    /**
     * Returns the estimate of x0.
     *
     * <p>With {@code c = inputScale(sigma)} the variance-preserving state is {@code c x = c x0 + (c sigma) n}, hence
     * for v-prediction {@code x0 = c (c x) - (c sigma) v} (Salimans and Ho 2022, eq. 13 on).
     *
     * @param process the model's process
     * @param x the canonical state
     * @param sigma its noise level
     * @param output what the network returned for the scaled state
     * @return x0
     */
    static Latent toDenoised(DiffusionProcess process, Latent x, double sigma, Latent output) {
        double c = process.inputScale(sigma);
        return switch (process.prediction()) {
            case EPSILON, FLOW -> x.plus(-sigma, output);
            case V -> Latent.sum(c * c, x, -c * sigma, output);
            case SAMPLE -> output;
        };
    }
}
