package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.BetaDistribution;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * Whole timesteps at quantiles of a beta distribution, then 0: Lee et al. 2024, <i>Beta Sampling is All You Need</i>, as
 * ComfyUI rounds it. Timesteps that rounding makes equal are taken once, so that many steps give fewer.
 */
@Extension
public final class BetaTimestepSchedule implements NoiseSchedule {

    private static final String ALPHA = "alpha";
    private static final String BETA = "beta";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "beta",
                    "Beta",
                    "Steps crowd at both ends of the timesteps: what the paper and ComfyUI call beta. A1111 and diffusers"
                            + " place sigmas in this way: schedule beta_sigma.")
            .from("Lee et al. 2024, arXiv:2407.12173; ComfyUI, beta_scheduler")
            .option(
                    OptionSpec.number(ALPHA, 0.6, 0.01, 50, "First shape parameter; below 1 crowds at low noise."),
                    OptionSpec.number(BETA, 0.6, 0.01, 50, "Second shape parameter; below 1 crowds at high noise."),
                    TrainedLevels.SHIFT);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        TrainedLevels levels = TrainedLevels.of(INFO.id(), process, steps, options);
        BetaDistribution distribution = new BetaDistribution(options.number(ALPHA), options.number(BETA));
        double[] sigmas = new double[steps + 1];
        int count = 0;
        long previous = -1;
        for (int i = 0; i < steps; i++) {
            double share = distribution.quantile(1 - i * (1.0 / steps));
            long timestep = Math.round(Math.rint(share * (levels.size() - 1)));
            if (timestep != previous) {
                sigmas[count++] = levels.at((int) timestep);
            }
            previous = timestep;
        }
        return SigmaSchedule.of(Arrays.copyOf(sigmas, count + 1));
    }
}
