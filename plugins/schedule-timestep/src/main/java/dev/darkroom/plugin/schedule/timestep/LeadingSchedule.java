package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.TimestepSpacing;
import org.pf4j.Extension;

/**
 * Whole timesteps that are multiples of {@code T / steps}, rounded down, plus an offset, then 0: {@code leading} in Lin et al. 2024, Table 2.
 *
 * <p>diffusers' schedulers round it in four ways: see {@link DiffusersSpacing}.
 */
@Extension
public final class LeadingSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "leading",
                    "Leading",
                    "Whole multiples of T/steps, from timestep 0 up: diffusers' setting for Stable Diffusion, with steps_offset=1. Never starts at the noisiest level.")
            .from("Lin et al. 2024, arXiv:2305.08891, Table 2; diffusers, timestep_spacing")
            .option(DiffusersSpacing.options());

    private static final DiffusersSpacing SPACING = new DiffusersSpacing(TimestepSpacing.LEADING, INFO.id());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        return SPACING.sigmas(process, steps, options);
    }
}
