package dev.darkroom.plugin.sampler.cfgpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Ancestral sampling in the manner of CFG++: Chung et al. 2024, <i>CFG++: Manifold-constrained Classifier Free Guidance for
 * Diffusion Models</i>, Algorithm 2, with the variance of Song et al. 2021, <i>Denoising Diffusion Implicit Models</i>,
 * equation 16.
 *
 * <p>Order 1 where {@code eta} is 0; one guided evaluation a step, and one draw of noise for each step that does not end at
 * 0. The guidance scale is CFG++'s, from 0 to 1 or little more.
 */
@Extension
public final class EulerAncestralCfgPpSampler implements Sampler {

    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "euler_ancestral_cfg_pp",
                    "Euler a CFG++",
                    "Euler a along the unconditional direction; guidance scale 0 to 2.")
            .alias("Euler ancestral CFG++", "euler_a_cfg_pp", "k_euler_ancestral_cfg_pp")
            .alias("sample_euler_ancestral_cfg_pp")
            .from("Chung et al. 2024, arXiv:2406.08070, Algorithm 2")
            .option(
                    OptionSpec.number(ETA, 1, 0, 1, "Share of fresh noise: 0 none, 1 as much as DDPM."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        return new CfgPpSteps(options.number(ETA), options.number(NOISE)).sample(denoiser, x, sigmas, context);
    }
}
