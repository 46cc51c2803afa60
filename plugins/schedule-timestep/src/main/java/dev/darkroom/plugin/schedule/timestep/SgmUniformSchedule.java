package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Timesteps evenly spaced from the last to the first, the first left out, then 0: the spacing of Stability's generative
 * models, close to diffusers' {@code trailing}.
 */
@Extension
public final class SgmUniformSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "sgm_uniform", "SGM uniform", "Evenly spaced timesteps that stop one interval before the cleanest.")
            .from("ComfyUI, normal_scheduler with sgm")
            .option(TrainedLevels.SHIFT);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        TrainedLevels levels = TrainedLevels.of(INFO.id(), process, steps, options);
        double from = levels.lastTimestep();
        double to = levels.firstTimestep();
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = levels.sigma(from + (to - from) * i / steps);
        }
        return SigmaSchedule.of(sigmas);
    }
}
