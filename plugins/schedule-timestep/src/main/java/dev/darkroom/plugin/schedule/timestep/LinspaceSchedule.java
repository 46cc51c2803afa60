package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.TimestepSpacing;
import org.pf4j.Extension;

/**
 * Timesteps evenly spaced from the last to the first, both included, then 0: {@code linspace} in Lin et al. 2024, Table 2.
 *
 * <p>diffusers' schedulers round it in four ways: see {@link DiffusersSpacing}.
 */
@Extension
public final class LinspaceSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "linspace",
                    "Linspace",
                    "Evenly spaced timesteps from the noisiest to the cleanest: the default of most of diffusers' schedulers.")
            .from("Lin et al. 2024, arXiv:2305.08891, Table 2; diffusers, timestep_spacing")
            .option(DiffusersSpacing.options());

    private static final DiffusersSpacing SPACING = new DiffusersSpacing(TimestepSpacing.LINSPACE, INFO.id());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        return SPACING.sigmas(process, steps, options);
    }
}
