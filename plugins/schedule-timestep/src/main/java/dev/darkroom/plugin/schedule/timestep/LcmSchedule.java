package dev.darkroom.plugin.schedule.timestep;

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
 * Timesteps that a consistency model was distilled at, evenly thinned out, then 0: Luo et al. 2023, <i>Latent Consistency
 * Models</i>, as LCMScheduler and TCDScheduler of diffusers choose them.
 */
@Extension
public final class LcmSchedule implements NoiseSchedule {

    private static final String ORIGINAL = "original_inference_steps";
    private static final String FINAL = "final";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "lcm",
                    "LCM",
                    "The timesteps that an LCM or TCD model was distilled at, thinned out; TCDScheduler ends at timestep 0:"
                            + " final=sigma_min.")
            .alias("tcd", Map.of(FINAL, "sigma_min"))
            .from("Luo et al. 2023, arXiv:2310.04378; diffusers, LCMScheduler and TCDScheduler")
            .option(
                    OptionSpec.integer(ORIGINAL, 50, 1, 1000, "How many steps the model was distilled with."),
                    OptionSpec.choice(
                            FINAL,
                            "zero",
                            List.of("zero", "sigma_min"),
                            "The level the last step ends at: 0 (LCM), or the model's smallest (TCD)."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        if (process.isFlow()) {
            throw new InvalidRequestException(
                    "schedule lcm: expected a model trained with betas, found a rectified flow. Choose schedule flow");
        }
        int original = Math.min(options.integer(ORIGINAL), process.timesteps());
        if (steps < 1 || steps > original) {
            throw new InvalidRequestException("schedule lcm: expected from 1 to " + original
                    + " steps, as many as original_inference_steps, found " + steps);
        }
        int stride = process.timesteps() / original;
        double[] timesteps = new double[steps];
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            int skipped = (int) (i * ((double) original / steps));
            timesteps[i] = (original - skipped) * stride - 1;
            sigmas[i] = process.sigma(timesteps[i]);
        }
        // A model distilled at every timestep may already be at the smallest level: its last step goes to 0.
        boolean atEnd = timesteps[steps - 1] == 0;
        sigmas[steps] = options.text(FINAL).equals("zero") || atEnd ? 0 : process.sigmaMin();
        return SigmaSchedule.of(sigmas).withTimesteps(timesteps);
    }
}
