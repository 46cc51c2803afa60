package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/** Timesteps evenly spaced from the last to the first, both included, then 0: k-diffusion and ComfyUI. */
@Extension
public final class NormalSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "normal", "Normal", "Evenly spaced timesteps, from the noisiest to the cleanest.")
            .alias("discrete", "uniform")
            .from("k-diffusion, DiscreteSchedule.get_sigmas")
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
            sigmas[i] = levels.sigma(steps == 1 ? from : from + (to - from) * i / (steps - 1));
        }
        return SigmaSchedule.of(sigmas);
    }
}
