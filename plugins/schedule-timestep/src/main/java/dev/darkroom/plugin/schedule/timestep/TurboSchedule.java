package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Timesteps 999, 899, 799 ... as many as there are steps, then 0: those that SD-Turbo was distilled at (Sauer et al. 2023,
 * <i>Adversarial Diffusion Distillation</i>), as ComfyUI's SDTurboScheduler counts them.
 */
@Extension
public final class TurboSchedule implements NoiseSchedule {

    private static final String DENOISE = "denoise";
    private static final int MOST = 10;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "turbo", "Turbo", "Timesteps 999, 899, ...: the first few of ten, for SD-Turbo and SDXL-Turbo.")
            .alias("sd_turbo", "SDTurboScheduler")
            .from("Sauer et al. 2023, arXiv:2311.17042; ComfyUI, SDTurboScheduler")
            .option(OptionSpec.number(DENOISE, 1, 0.1, 1, "Below 1, how many tenths of the noise to start from."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        if (process.isFlow()) {
            throw new InvalidRequestException(
                    "schedule turbo: expected a model trained with betas, found a rectified flow. Choose schedule simple");
        }
        int first = (int) (MOST * options.number(DENOISE));
        if (steps < 1 || steps > first) {
            throw new InvalidRequestException(
                    "schedule turbo: expected from 1 to " + Plural.of(first, "step") + ", found " + steps);
        }
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = process.sigma(process.timesteps() / MOST * (first - i) - 1);
        }
        return SigmaSchedule.of(sigmas);
    }
}
