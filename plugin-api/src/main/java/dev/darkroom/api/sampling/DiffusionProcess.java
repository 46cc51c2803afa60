package dev.darkroom.api.sampling;

import java.util.Arrays;

/**
 * How noisy a model's training data was at each timestep, and what the model predicts.
 *
 * <p>Samplers work in a canonical space {@code x = s(sigma) x0 + sigma n} with unit normal {@code n}. For models trained
 * with betas (variance preserving, "discrete") {@code s = 1}: the state is the variance-exploding one of Karras et al.
 * 2022, {@code sigma = sqrt((1 - abar) / abar)}, and the host scales the model's input by {@link #inputScale}. For
 * rectified flows {@code s = 1 - sigma}. In both, {@code (x - x0) / sigma} is {@code dx/dsigma}, so that an Euler step
 * is the same line of code.
 */
public final class DiffusionProcess {

    private final PredictionType prediction;
    private final double[] alphasCumprod;
    private final double[] logSigmas;

    private DiffusionProcess(PredictionType prediction, double[] alphasCumprod) {
        this.prediction = prediction;
        this.alphasCumprod = alphasCumprod;
        this.logSigmas = new double[alphasCumprod.length];
        for (int t = 0; t < logSigmas.length; t++) {
            logSigmas[t] = 0.5 * Math.log((1 - alphasCumprod[t]) / alphasCumprod[t]);
        }
    }

    /**
     * Returns the process of a model trained with discrete betas.
     *
     * @param prediction epsilon, v or sample
     * @param alphasCumprod cumulative products of {@code 1 - beta} by training timestep, strictly falling, in (0,1). The last
     *     may lie above its predecessor: where zero terminal SNR was asked for it is a floor in place of 0, and diffusers'
     *     floor exceeds what linear betas have left one timestep earlier
     * @return the process
     */
    public static DiffusionProcess discrete(PredictionType prediction, double[] alphasCumprod) {
        if (prediction == PredictionType.FLOW) {
            throw new IllegalArgumentException("discrete process: expected epsilon, v or sample, found flow");
        }
        double previous = 1;
        for (int t = 0; t < alphasCumprod.length; t++) {
            boolean floor = t > 1 && t == alphasCumprod.length - 1;
            if (!(alphasCumprod[t] > 0 && alphasCumprod[t] < (floor ? alphasCumprod[0] : previous))) {
                throw new IllegalArgumentException("alphasCumprod[" + t + "]: expected a value in (0," + previous
                        + ") below its predecessor, found " + alphasCumprod[t]);
            }
            previous = alphasCumprod[t];
        }
        if (alphasCumprod.length < 2) {
            throw new IllegalArgumentException(
                    "alphasCumprod: expected at least 2 timesteps, found " + alphasCumprod.length);
        }
        return new DiffusionProcess(prediction, alphasCumprod.clone());
    }

    /** Returns the process of a rectified flow with timesteps 0 to 1000 ({@code t = 1000 sigma}). */
    public static DiffusionProcess flow() {
        return new DiffusionProcess(PredictionType.FLOW, new double[0]);
    }

    /** Returns what the model predicts. */
    public PredictionType prediction() {
        return prediction;
    }

    /** Returns whether the canonical space is the flow's {@code (1 - sigma) x0 + sigma n}. */
    public boolean isFlow() {
        return prediction == PredictionType.FLOW;
    }

    /** Returns the number of training timesteps. */
    public int timesteps() {
        return isFlow() ? 1000 : alphasCumprod.length;
    }

    /** Returns the cumulative product of {@code 1 - beta} at a training timestep (discrete processes only). */
    public double alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** Returns a copy of the cumulative products by training timestep, empty for flows. */
    public double[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /** Returns the smallest sigma the model was trained on. */
    public double sigmaMin() {
        return isFlow() ? 1.0 / timesteps() : Math.exp(logSigmas[0]);
    }

    /** Returns the largest sigma the model was trained on. */
    public double sigmaMax() {
        return isFlow() ? 1 : Math.exp(logSigmas[logSigmas.length - 1]);
    }

    /**
     * Returns the noise level at a (fractional) training timestep; between timesteps log sigma is linear, as in
     * k-diffusion's {@code DiscreteSchedule.t_to_sigma}.
     *
     * @param timestep from 0 to {@code timesteps() - 1} for discrete processes, to 1000 for flows
     * @return sigma
     */
    public double sigma(double timestep) {
        if (isFlow()) {
            return timestep / timesteps();
        }
        double t = Math.min(Math.max(timestep, 0), logSigmas.length - 1);
        int low = (int) Math.floor(t);
        int high = (int) Math.ceil(t);
        double w = t - low;
        return Math.exp((1 - w) * logSigmas[low] + w * logSigmas[high]);
    }

    /**
     * Returns the (fractional) training timestep of a noise level, the inverse of {@link #sigma}; levels outside the
     * trained range give the first or last timestep.
     *
     * @param sigma a positive noise level
     * @return the timestep
     */
    public double timestep(double sigma) {
        if (isFlow()) {
            return sigma * timesteps();
        }
        double log = Math.log(sigma);
        int last = logSigmas.length - 1;
        int size = last + 1;
        if (logSigmas[last] < logSigmas[last - 1]) {
            // A floor below its predecessor has no place among the rising levels; within rounding it is itself.
            if (Math.abs(log - logSigmas[last]) <= 1e-9) {
                return last;
            }
            size = last;
        }
        int at = Arrays.binarySearch(logSigmas, 0, size, log);
        if (at >= 0) {
            return at;
        }
        int high = -at - 1;
        if (high == 0) {
            return 0;
        }
        if (high == size) {
            return size - 1;
        }
        double below = logSigmas[high - 1];
        return high - 1 + (log - below) / (logSigmas[high] - below);
    }

    /** Returns what the state is multiplied by before the model sees it: {@code 1/sqrt(1 + sigma^2)}, 1 for flows. */
    public double inputScale(double sigma) {
        return isFlow() ? 1 : 1 / Math.sqrt(1 + sigma * sigma);
    }

    /**
     * Shifts a flow's noise level towards noise, as large pictures need it (Esser et al. 2024, arXiv:2403.03206, equation 23).
     *
     * @param sigma a level of a flow, in [0,1]
     * @param factor the shift, above 0; 1 changes nothing. diffusers' dynamic shifting takes {@code exp(mu)} or {@code mu}
     * @return the shifted level
     */
    public static double shift(double sigma, double factor) {
        return factor * sigma / (1 + (factor - 1) * sigma);
    }

    /** Returns the factor of x0 in the canonical state: 1, or {@code 1 - sigma} for flows. */
    public double signal(double sigma) {
        return isFlow() ? 1 - sigma : 1;
    }
}
