package dev.darkroom.plugin.schedule.karras;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Karras et al. 2022, <i>Elucidating the Design Space of Diffusion-Based Generative Models</i>, equation 5: levels evenly
 * spaced in {@code sigma^(1/rho)}, from sigma_max to sigma_min, then 0.
 */
@Extension
public final class KarrasSchedule implements NoiseSchedule {

    private static final String RHO = "rho";
    private static final String SIGMA_MIN = "sigma_min";
    private static final String SIGMA_MAX = "sigma_max";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "karras", "Karras", "Many small steps at low noise, few at high.")
            .from("Karras et al. 2022, arXiv:2206.00364, equation 5")
            .option(
                    OptionSpec.number(RHO, 7, 0.1, 1000, "How strongly steps crowd at low noise."),
                    OptionSpec.number(SIGMA_MIN, 0, 0, 1e6, "The last level before 0; 0 takes the model's smallest."),
                    OptionSpec.number(SIGMA_MAX, 0, 0, 1e6, "The first level; 0 takes the model's largest."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        double rho = options.number(RHO);
        double min = options.number(SIGMA_MIN);
        double max = options.number(SIGMA_MAX);
        if (steps < 1) {
            throw new InvalidRequestException("schedule karras: expected at least 1 step, found " + steps);
        }
        if (process.isFlow() && (min == 0 || max == 0)) {
            throw new InvalidRequestException("schedule karras: expected a model trained with betas, found a rectified"
                    + " flow. Choose schedule simple, or give sigma_min and sigma_max");
        }
        min = min == 0 ? process.sigmaMin() : min;
        max = max == 0 ? process.sigmaMax() : max;
        if (steps > 1 && min >= max) {
            throw new InvalidRequestException(
                    "schedule karras: expected sigma_min below sigma_max, found " + min + " and " + max);
        }
        double from = Math.pow(max, 1 / rho);
        double to = Math.pow(min, 1 / rho);
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = Math.pow(from + ramp * (to - from), rho);
        }
        return SigmaSchedule.of(sigmas);
    }
}
