package dev.darkroom.plugin.schedule.table;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import org.pf4j.Extension;

/**
 * Sabour et al. 2024, <i>Align Your Steps</i>, as diffusers has it: ten timesteps (for Stable Video Diffusion ten sigmas),
 * then 0. diffusers does not interpolate them.
 */
@Extension
public final class AlignYourStepsDiffusersSchedule implements NoiseSchedule {

    private static final String MODEL = "model";
    private static final int STEPS = 10;

    private static final double[] SD1 = {999, 850, 736, 645, 545, 455, 343, 233, 124, 24};
    private static final double[] SDXL = {999, 845, 730, 587, 443, 310, 193, 116, 53, 13};
    private static final double[] SVD_SIGMAS = {700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0};

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "align_your_steps_diffusers",
                    "Align Your Steps (diffusers)",
                    "Ten timesteps optimised for a model, as diffusers' AysSchedules lists them. ComfyUI's is"
                            + " align_your_steps.")
            .alias("AysSchedules")
            .from("Sabour et al. 2024, arXiv:2404.14507; diffusers, AysSchedules")
            .option(OptionSpec.choice(
                    MODEL, "sd1", List.of("sd1", "sdxl", "svd"), "The model the levels were optimised for."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        AlignYourStepsSchedule.requireBetas(INFO.id(), process);
        if (steps != STEPS) {
            throw new InvalidRequestException("schedule align_your_steps_diffusers: expected " + STEPS
                    + " steps, which is what its tables hold, found " + steps
                    + ". Use --steps 10, or schedule align_your_steps");
        }
        if (options.text(MODEL).equals("svd")) {
            return SigmaSchedule.of(SVD_SIGMAS);
        }
        if (process.timesteps() != 1000) {
            throw new InvalidRequestException("schedule align_your_steps_diffusers: expected a model of 1000 timesteps,"
                    + " found " + process.timesteps());
        }
        double[] timesteps = options.text(MODEL).equals("sdxl") ? SDXL : SD1;
        double[] sigmas = new double[STEPS + 1];
        for (int i = 0; i < STEPS; i++) {
            sigmas[i] = process.sigma(timesteps[i]);
        }
        return SigmaSchedule.of(sigmas).withTimesteps(timesteps);
    }
}
