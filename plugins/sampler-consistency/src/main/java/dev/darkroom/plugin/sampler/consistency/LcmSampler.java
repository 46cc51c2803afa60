package dev.darkroom.plugin.sampler.consistency;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Multistep consistency sampling: Luo et al. 2023, <i>Latent Consistency Models</i>, Algorithm 3. Each step jumps to x0 and
 * adds noise up to the next level.
 *
 * <p>No solver of the probability flow: it has no order. One evaluation a step, and one draw of noise for each step that
 * does not end at 0. With {@code boundary_scalings} the estimate is {@code c_out x0 + c_skip x} of equation 9, for the
 * variance-preserving x, as in diffusers and A1111; ComfyUI takes x0 as it is. The two differ near timestep 0 alone.
 */
@Extension
public final class LcmSampler implements Sampler {

    private static final String SCALINGS = "boundary_scalings";
    private static final String TIMESTEP_SCALING = "timestep_scaling";
    private static final String NOISE = "s_noise";

    /** The deviation of the data that the boundary scalings were trained with. */
    private static final double SIGMA_DATA = 0.5;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "lcm", "LCM", "For models distilled to consistency: 4 to 8 steps, guidance 1 to 2.")
            .alias("sample_lcm", "FlowMatchLCMScheduler")
            .alias("k_lcm", Map.of(SCALINGS, "true"))
            .alias("LCMScheduler", Map.of(SCALINGS, "true"))
            .from("Luo et al. 2023, arXiv:2310.04378, Algorithm 3")
            .option(
                    OptionSpec.flag(
                            SCALINGS, false, "Weigh estimate and state by the boundary condition, as diffusers does."),
                    OptionSpec.number(TIMESTEP_SCALING, 10, 0, 1e6, "The factor of the timestep in boundary_scalings."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."))
            .option(EstimateLimit.options())
            .option(Distilled.OPTION);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        Distilled.check(INFO.id(), setting);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        DiffusionProcess process = context.process();
        EstimateLimit limit = EstimateLimit.of(options);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent x0 = limit.apply(denoiser.denoise(x, sigma).denoised());
            if (options.flag(SCALINGS)) {
                double t = options.number(TIMESTEP_SCALING) * process.timestep(sigma);
                double skip = SIGMA_DATA * SIGMA_DATA / (t * t + SIGMA_DATA * SIGMA_DATA);
                x0 = Latent.sum(t / Math.hypot(t, SIGMA_DATA), x0, skip * process.inputScale(sigma), x);
            }
            x = next > 0
                    ? Latent.sum(process.signal(next), x0, next * options.number(NOISE), context.noise(sigma, next))
                    : x0;
            context.step(i, sigma, next, x, x0);
        }
        return x;
    }
}
