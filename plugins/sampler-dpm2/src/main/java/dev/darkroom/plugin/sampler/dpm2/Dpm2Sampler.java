package dev.darkroom.plugin.sampler.dpm2;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The midpoint rule in sigma with its midpoint at half the log: k-diffusion's solver after DPM-Solver-2 (Lu et al. 2022,
 * <i>DPM-Solver</i>, Algorithm 1) and Karras et al. 2022, Algorithm 2.
 *
 * <p>Order 2; two evaluations a step, one for a step to 0. Without churn ({@code s_churn} 0, the default) no noise is drawn;
 * with it, one draw for each step that adds noise. A1111 and ComfyUI leave the last level above 0 out, diffusers does not.
 */
@Extension
public final class Dpm2Sampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpm_2", "DPM2", "Second order: the slope midway through a step, at twice the time.")
            .alias("dpm2", "k_dpm_2", "sample_dpm_2")
            .alias("KDPM2DiscreteScheduler", Map.of(Midpoints.DISCARD, "false"))
            .from("k-diffusion, after Lu et al. 2022, arXiv:2206.00927, Algorithm 1")
            .option(Churn.options())
            .option(Midpoints.DISCARD_OPTION);

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean discardsPenultimate(Options options) {
        return options.flag(Midpoints.DISCARD);
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        return Midpoints.workload(sigmas);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Churn churn = Churn.of(context.options());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = churn.hat(sigma, sigmas.steps());
            Latent raised = churn.raise(x, sigma, hat, context);
            Latent denoised = denoiser.denoise(raised, hat).denoised();
            if (next == 0) {
                x = denoised;
            } else {
                double middle = Math.sqrt(hat * next);
                Latent half = Latent.sum(middle / hat, raised, 1 - middle / hat, denoised);
                Latent midway = denoiser.denoise(half, middle).denoised();
                // x + (next - hat) d for the slope d of the half step, in terms of the estimates.
                double gain = (hat - next) / middle;
                x = Latent.sum(next / hat, raised, gain * (middle / hat - 1), denoised, gain, midway);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
