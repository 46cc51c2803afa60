package dev.darkroom.plugin.sampler.dpm2;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.Map;
import org.pf4j.Extension;

/**
 * DPM2 steps to below the next level, then fresh noise: k-diffusion's solver after DPM-Solver-2 (Lu et al. 2022,
 * <i>DPM-Solver</i>, Algorithm 1), with the variance of Song et al. 2021, <i>Denoising Diffusion Implicit Models</i>,
 * equation 16. On a rectified flow signal and noise are brought back into proportion (ComfyUI's variant).
 *
 * <p>Order 2 where {@code eta} is 0; two evaluations and one draw of noise a step, one evaluation and no draw for a step
 * to 0. A1111 and ComfyUI leave the last level above 0 out, diffusers does not.
 */
@Extension
public final class Dpm2AncestralSampler implements Sampler {

    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpm_2_ancestral", "DPM2 a", "DPM2 with fresh noise at every step; pictures change with the steps.")
            .alias("DPM2 ancestral", "dpm2_a", "dpm2_ancestral", "k_dpm_2_a", "k_dpm_2_ancestral")
            .alias("sample_dpm_2_ancestral")
            .alias("KDPM2AncestralDiscreteScheduler", Map.of(Midpoints.DISCARD, "false"))
            .from("k-diffusion, after Lu et al. 2022, arXiv:2206.00927, Algorithm 1")
            .option(
                    OptionSpec.number(ETA, 1, 0, 1, "Share of fresh noise: 0 none, 1 as much as DDPM."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."),
                    Midpoints.DISCARD_OPTION);

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
        double eta = context.options().number(ETA);
        double noise = context.options().number(NOISE);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            AncestralStep to = AncestralStep.of(context.process(), sigma, next, eta);
            if (next == 0) {
                x = denoised;
            } else {
                double middle = Math.sqrt(sigma * to.down());
                Latent half = Latent.sum(middle / sigma, x, 1 - middle / sigma, denoised);
                Latent midway = denoiser.denoise(half, middle).denoised();
                // x + (down - sigma) d for the slope d of the half step, in terms of the estimates.
                double kept = to.keep() * to.down() / sigma;
                double gain = to.keep() * (sigma - to.down()) / middle;
                double before = gain * (middle / sigma - 1);
                double up = noise * to.up();
                x = up > 0
                        ? Latent.sum(kept, x, before, denoised, gain, midway, up, context.noise(sigma, next))
                        : Latent.sum(kept, x, before, denoised, gain, midway);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
