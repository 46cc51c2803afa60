package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Levels evenly spaced in {@code log sigma}, then 0; with rho other than 1, spaced by that power of the way (k-diffusion's
 * polyexponential). With rho 1 it is also the log-uniform spacing of Lu et al. 2022, <i>DPM-Solver</i>, section 3.4, which
 * diffusers calls {@code use_lu_lambdas}.
 */
@Extension
public final class ExponentialSchedule implements NoiseSchedule {

    private static final String RHO = "rho";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "exponential",
                    "Exponential",
                    "Each level the same fraction of the one before; with rho it is k-diffusion's polyexponential, with"
                            + " timesteps=rounded diffusers' use_lu_lambdas.")
            .alias("polyexponential", "use_exponential_sigmas", "log_uniform")
            .alias("lu", Map.of(SigmaRange.TOLD, "rounded"))
            .alias("use_lu_lambdas", Map.of(SigmaRange.TOLD, "rounded"))
            .from(
                    "k-diffusion, get_sigmas_exponential and get_sigmas_polyexponential; Lu et al. 2022, arXiv:2206.00927")
            .option(OptionSpec.number(RHO, 1, 0.01, 100, "Above 1, steps crowd at low noise."))
            .option(SigmaRange.diffusersOptions());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange range = SigmaRange.of(INFO.id(), process, steps, options);
        double low = Math.log(range.min());
        double high = Math.log(range.max());
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            double left = Math.pow(1 - SigmaRange.ramp(i, steps), options.number(RHO));
            levels[i] = Math.exp(low + left * (high - low));
        }
        return SigmaRange.end(process, levels, options);
    }
}
