package dev.darkroom.plugin.sampler.euler;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Ancestral sampling with Euler steps: each step goes below the next level and adds fresh noise, by the variance of Song et
 * al. 2021, <i>Denoising Diffusion Implicit Models</i>, equation 16. On a rectified flow signal and noise are brought back
 * into proportion (ComfyUI's variant).
 *
 * <p>Order 1 where {@code eta} is 0; one evaluation a step, and one draw of noise for each step that does not end at 0.
 */
@Extension
public final class EulerAncestralSampler implements Sampler {

    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "euler_ancestral",
                    "Euler a",
                    "Euler with fresh noise at every step; pictures change with the steps.")
            .alias("Euler ancestral", "euler_a", "k_euler_a", "k_euler_ancestral", "sample_euler_ancestral")
            .alias("EulerAncestralDiscreteScheduler", "LTXEulerAncestralRFScheduler")
            .from("Song et al. 2021, arXiv:2010.02502, equation 16; k-diffusion")
            .option(
                    OptionSpec.number(ETA, 1, 0, 2, "Share of fresh noise: 0 none, 1 as much as DDPM."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        double eta = context.options().number(ETA);
        double noise = context.options().number(NOISE);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            AncestralStep step = AncestralStep.of(context.process(), sigma, next, eta);
            double kept = step.keep() * step.down() / sigma;
            double gained = step.keep() - kept;
            double up = noise * step.up();
            x = up > 0
                    ? Latent.sum(kept, x, gained, denoised, up, context.noise(sigma, next))
                    : Latent.sum(kept, x, gained, denoised);
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
