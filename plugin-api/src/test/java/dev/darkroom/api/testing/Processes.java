package dev.darkroom.api.testing;

import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;

/** Processes that many tests need. */
public final class Processes {

    /** What Stable Diffusion 1 was trained on. */
    public static final DiffusionProcess STABLE_DIFFUSION =
            discrete(BetaSchedule.SCALED_LINEAR.betas(1000, 0.00085, 0.012));

    private Processes() {}

    /** Returns the process of a model that predicts the noise. */
    public static DiffusionProcess discrete(double[] betas) {
        return DiffusionProcess.discrete(PredictionType.EPSILON, BetaSchedule.cumulativeProducts(betas));
    }
}
