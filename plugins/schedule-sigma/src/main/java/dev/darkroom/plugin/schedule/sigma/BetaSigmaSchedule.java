package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.BetaDistribution;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Sigmas at quantiles of a beta distribution over the range of sigma, then 0: what A1111 calls Beta and diffusers {@code
 * use_beta_sigmas}. The paper, and ComfyUI's {@code beta}, place timesteps in this way, not sigmas.
 */
@Extension
public final class BetaSigmaSchedule implements NoiseSchedule {

    private static final String ALPHA = "alpha";
    private static final String BETA = "beta";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "beta_sigma",
                    "Beta (sigma)",
                    "Steps crowd at both ends of the range of sigma: what A1111 and diffusers call beta. ComfyUI's beta"
                            + " is schedule beta.")
            .alias("use_beta_sigmas")
            .from("A1111 and diffusers, after Lee et al. 2024, arXiv:2407.12173")
            .option(
                    OptionSpec.number(ALPHA, 0.6, 0.01, 50, "First shape parameter; below 1 crowds at low noise."),
                    OptionSpec.number(BETA, 0.6, 0.01, 50, "Second shape parameter; below 1 crowds at high noise."))
            .option(SigmaRange.diffusersOptions());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange range = SigmaRange.of(INFO.id(), process, steps, options);
        BetaDistribution distribution = new BetaDistribution(options.number(ALPHA), options.number(BETA));
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            double share = distribution.quantile(1 - SigmaRange.ramp(i, steps));
            levels[i] = range.min() + share * (range.max() - range.min());
        }
        return SigmaRange.end(process, levels, options);
    }
}
