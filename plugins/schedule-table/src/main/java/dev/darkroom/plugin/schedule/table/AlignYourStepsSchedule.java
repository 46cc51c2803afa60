package dev.darkroom.plugin.schedule.table;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Sabour et al. 2024, <i>Align Your Steps</i>: levels optimised for a model in ten steps, as ComfyUI's node has them: to ten
 * digits, interpolated to {@code steps + 1} levels of which the last is replaced by 0.
 */
@Extension
public final class AlignYourStepsSchedule implements NoiseSchedule {

    private static final String MODEL = "model";

    private static final double[] SD1 = {
        14.6146412293,
        6.4745760956,
        3.8636745985,
        2.694615152,
        1.8841921177,
        1.3943805092,
        0.9642583904,
        0.6523686016,
        0.3977456272,
        0.1515232662,
        0.0291671582
    };
    private static final double[] SDXL = {
        14.6146412293,
        6.3184485287,
        3.7681790315,
        2.1811480769,
        1.3405244945,
        0.8620721141,
        0.5550693289,
        0.3798540708,
        0.2332364134,
        0.1114188177,
        0.0291671582
    };
    private static final double[] SVD = {700, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002};

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "align_your_steps",
                    "Align Your Steps",
                    "Levels optimised for few steps, as in ComfyUI: the smallest gives way to 0. A1111 keeps it:"
                            + " align_your_steps_a1111; diffusers lists ten timesteps: align_your_steps_diffusers.")
            .alias("ays")
            .alias("ays_sdxl", Map.of(MODEL, "sdxl"))
            .alias("ays_svd", Map.of(MODEL, "svd"))
            .from("Sabour et al. 2024, arXiv:2404.14507; ComfyUI, AlignYourStepsScheduler")
            .option(OptionSpec.choice(
                    MODEL, "sd1", List.of("sd1", "sdxl", "svd"), "The model the levels were optimised for."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        requireBetas(INFO.id(), process);
        if (steps < 1) {
            throw new InvalidRequestException("schedule align_your_steps: expected at least 1 step, found " + steps);
        }
        double[] sigmas = LogLinear.interpolate(
                switch (options.text(MODEL)) {
                    case "sdxl" -> SDXL;
                    case "svd" -> SVD;
                    default -> SD1;
                },
                steps + 1);
        sigmas[steps] = 0;
        return SigmaSchedule.of(sigmas);
    }

    static void requireBetas(String schedule, DiffusionProcess process) {
        if (process.isFlow()) {
            throw new InvalidRequestException("schedule " + schedule
                    + ": expected a model trained with betas, found a rectified flow. Choose schedule simple");
        }
    }
}
