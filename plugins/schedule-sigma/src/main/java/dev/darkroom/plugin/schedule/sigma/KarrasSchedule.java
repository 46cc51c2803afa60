package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Karras et al. 2022, <i>Elucidating the Design Space of Diffusion-Based Generative Models</i>, equation 5: levels evenly
 * spaced in {@code sigma^(1/rho)}, from sigma_max to sigma_min, then 0.
 *
 * <p>The formula is one; the tools differ in what sigma_min and sigma_max are: see {@link SigmaRange}.
 */
@Extension
public final class KarrasSchedule implements NoiseSchedule {

    private static final String RHO = "rho";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "karras",
                    "Karras",
                    "Many small steps at low noise, few at high. Over the trained range as in k-diffusion, ComfyUI, A1111 and"
                            + " diffusers' DPM-Solver; diffusers' Euler, Heun, LMS and KDPM2 mean range=leading,"
                            + " linspace or trailing.")
            .alias("use_karras_sigmas")
            .from("Karras et al. 2022, arXiv:2206.00364, equation 5")
            .option(OptionSpec.number(RHO, 7, 0.1, 1000, "How strongly steps crowd at low noise."))
            .option(SigmaRange.diffusersOptions());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange range = SigmaRange.of(INFO.id(), process, steps, options);
        double rho = options.number(RHO);
        double from = Math.pow(range.max(), 1 / rho);
        double to = Math.pow(range.min(), 1 / rho);
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            levels[i] = Math.pow(from + SigmaRange.ramp(i, steps) * (to - from), rho);
        }
        return SigmaRange.end(process, levels, options);
    }
}
