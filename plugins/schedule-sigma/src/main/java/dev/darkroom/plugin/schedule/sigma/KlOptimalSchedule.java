package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * Levels evenly spaced in {@code atan sigma} from sigma_max to sigma_min, then 0: Sabour et al. 2024, <i>Align Your
 * Steps</i>, equation 14, as ComfyUI ends it. The spacing needs two steps.
 */
@Extension
public final class KlOptimalSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "kl_optimal",
                    "KL optimal",
                    "Optimal for data that are Gaussian, ending at 0 as in ComfyUI; A1111's KL Optimal, which ends at the"
                            + " smallest level, is kl_optimal_a1111.")
            .from("Sabour et al. 2024, arXiv:2404.14507, equation 14; ComfyUI, kl_optimal_scheduler")
            .option(SigmaRange.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange.requireSteps(INFO.id(), steps, 2);
        double[] levels = arcs(SigmaRange.of(INFO.id(), process, steps, options), steps);
        return SigmaSchedule.of(Arrays.copyOf(levels, steps + 1));
    }

    /** Returns {@code count} levels evenly spaced in {@code atan sigma}. */
    static double[] arcs(SigmaRange range, int count) {
        double[] levels = new double[count];
        for (int i = 0; i < count; i++) {
            double w = (double) i / (count - 1);
            levels[i] = Math.tan(w * Math.atan(range.min()) + (1 - w) * Math.atan(range.max()));
        }
        return levels;
    }
}
