package dev.darkroom.plugin.schedule.table;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/**
 * Sabour et al. 2024, <i>Align Your Steps</i>, as A1111 has it: to three digits, interpolated to as many levels as steps, the
 * smallest among them, then 0.
 */
@Extension
public final class AlignYourStepsA1111Schedule implements NoiseSchedule {

    private static final String MODEL = "model";

    private static final double[] SD1 = {14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029};
    private static final double[] SDXL = {14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029};

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "align_your_steps_a1111",
                    "Align Your Steps (A1111)",
                    "Levels optimised for few steps, as in A1111: a last step goes from the smallest to 0. ComfyUI's is"
                            + " align_your_steps.")
            .alias("ays_a1111")
            .from("Sabour et al. 2024, arXiv:2404.14507; A1111, get_align_your_steps_sigmas")
            .option(OptionSpec.choice(
                    MODEL, "sd1", List.of("sd1", "sdxl"), "The model the levels were optimised for."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        AlignYourStepsSchedule.requireBetas(INFO.id(), process);
        if (steps < 1) {
            throw new InvalidRequestException(
                    "schedule align_your_steps_a1111: expected at least 1 step, found " + steps);
        }
        double[] levels = LogLinear.interpolate(options.text(MODEL).equals("sdxl") ? SDXL : SD1, steps);
        if (steps == 1) {
            // NumPy's interpolation of a table to one point, which A1111 reverses first, gives its smallest level.
            levels[0] = SD1[SD1.length - 1];
        }
        return SigmaSchedule.of(Arrays.copyOf(levels, steps + 1));
    }
}
