package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.TimestepSpacing;
import org.pf4j.Extension;

/**
 * Whole timesteps counted down from the last in strides of {@code T / steps}, rounded to even, then 0: {@code trailing} in Lin et al. 2024, <i>Common Diffusion Noise Schedules and Sample Steps Are Flawed</i>, Table 2.
 *
 * <p>diffusers' schedulers round it in four ways: see {@link DiffusersSpacing}.
 */
@Extension
public final class TrailingSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "trailing",
                    "Trailing",
                    "Evenly spaced timesteps that start at the noisiest: what few steps and zero terminal SNR need.")
            .from("Lin et al. 2024, arXiv:2305.08891, Table 2; diffusers, timestep_spacing")
            .option(DiffusersSpacing.options());

    private static final DiffusersSpacing SPACING = new DiffusersSpacing(TimestepSpacing.TRAILING, INFO.id());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        return SPACING.sigmas(process, steps, options);
    }
}
