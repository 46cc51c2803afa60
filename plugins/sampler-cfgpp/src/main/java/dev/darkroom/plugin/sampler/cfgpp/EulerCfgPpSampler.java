package dev.darkroom.plugin.sampler.cfgpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Euler steps in the manner of CFG++: Chung et al. 2024, <i>CFG++: Manifold-constrained Classifier Free Guidance for
 * Diffusion Models</i>, Algorithm 2 (DDIM).
 *
 * <p>Order 1, one guided evaluation a step, no noise. The guidance scale is CFG++'s, from 0 to 1 or little more.
 */
@Extension
public final class EulerCfgPpSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "euler_cfg_pp", "Euler CFG++", "Euler along the unconditional direction; guidance scale 0 to 2.")
            .alias("DDIM CFG++", "ddim_cfgpp", "k_euler_cfg_pp", "sample_euler_cfg_pp")
            .from("Chung et al. 2024, arXiv:2406.08070, Algorithm 2");

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
        return new CfgPpSteps(0, 0).sample(denoiser, x, sigmas, context);
    }
}
