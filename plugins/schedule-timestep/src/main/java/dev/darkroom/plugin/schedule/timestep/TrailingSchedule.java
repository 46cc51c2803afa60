package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Whole timesteps counted down from the last in strides of {@code T / steps}, rounded to even, then 0: Lin et al. 2024,
 * <i>Common Diffusion Noise Schedules and Sample Steps Are Flawed</i>, Table 2, as diffusers rounds it.
 */
@Extension
public final class TrailingSchedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "trailing", "Trailing", "Evenly spaced timesteps that start at the noisiest.")
            .from("Lin et al. 2024, arXiv:2305.08891, Table 2");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        if (process.isFlow()) {
            throw new InvalidRequestException(
                    "schedule trailing: expected a model trained with betas, found a rectified"
                            + " flow. Choose schedule simple");
        }
        int size = process.timesteps();
        if (steps < 1 || steps > size) {
            throw new InvalidRequestException(
                    "schedule trailing: expected from 1 to " + size + " steps, found " + steps);
        }
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = process.sigma(Math.rint(size - (double) i * size / steps) - 1);
        }
        return SigmaSchedule.of(sigmas);
    }
}
