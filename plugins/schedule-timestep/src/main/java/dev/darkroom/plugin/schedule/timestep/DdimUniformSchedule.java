package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Whole timesteps counted up from 1 in strides of {@code T / steps}, rounded down, then 0: ComfyUI. The number of steps is
 * what fits the stride, which may be more than was asked for.
 */
@Extension
public final class DdimUniformSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "ddim_uniform",
                    "DDIM uniform",
                    "Every n-th trained level, from the second cleanest up; the step count may differ a little.")
            .alias("DDIM")
            .from("ComfyUI, ddim_scheduler")
            .option(TrainedLevels.SHIFT);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        TrainedLevels levels = TrainedLevels.of(INFO.id(), process, steps, options);
        int stride = Math.max(levels.size() / steps, 1);
        int count = (levels.size() - 2) / stride + 1;
        double[] sigmas = new double[count + 1];
        for (int i = 0; i < count; i++) {
            sigmas[i] = levels.at(1 + (count - 1 - i) * stride);
        }
        return SigmaSchedule.of(sigmas);
    }
}
