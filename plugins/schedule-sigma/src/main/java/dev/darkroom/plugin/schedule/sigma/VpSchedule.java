package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * The continuous variance-preserving process of Song et al. 2021, <i>Score-Based Generative Modeling through SDEs</i>,
 * equation 32, at evenly spaced times from 1 to eps_s, then 0. It knows nothing of the model's own betas.
 */
@Extension
public final class VpSchedule implements NoiseSchedule {

    private static final String BETA_D = "beta_d";
    private static final String BETA_MIN = "beta_min";
    private static final String EPS_S = "eps_s";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "vp", "VP", "Even times of a continuous variance-preserving process, up to sigma 152.")
            .from("Song et al. 2021, arXiv:2011.13456, equation 32; k-diffusion, get_sigmas_vp")
            .option(
                    OptionSpec.number(BETA_D, 19.9, 0, 1000, "How much beta grows over the process."),
                    OptionSpec.number(BETA_MIN, 0.1, 1e-6, 1000, "The smallest beta."),
                    OptionSpec.number(EPS_S, 1e-3, 1e-9, 0.999, "The time of the last step."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange.requireSteps(INFO.id(), steps, 1);
        SigmaRange.requireBetas(INFO.id(), process, "");
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            double t = 1 + SigmaRange.ramp(i, steps) * (options.number(EPS_S) - 1);
            sigmas[i] = Math.sqrt(Math.expm1(options.number(BETA_D) * t * t / 2 + options.number(BETA_MIN) * t));
        }
        return SigmaSchedule.of(sigmas);
    }
}
