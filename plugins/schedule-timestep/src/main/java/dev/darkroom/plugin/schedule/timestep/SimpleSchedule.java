package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/** Whole timesteps counted down from the last in strides of {@code T / steps}, rounded down, then 0: ComfyUI. */
@Extension
public final class SimpleSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "simple", "Simple", "Every n-th trained level, from the noisiest down.")
            .from("ComfyUI, simple_scheduler")
            .option(TrainedLevels.SHIFT);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        TrainedLevels levels =
                TrainedLevels.of(INFO.id(), process, steps, options).atMostAllTimesteps(INFO.id(), steps);
        double stride = (double) levels.size() / steps;
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = levels.at(levels.size() - 1 - (int) (i * stride));
        }
        return SigmaSchedule.of(sigmas);
    }
}
