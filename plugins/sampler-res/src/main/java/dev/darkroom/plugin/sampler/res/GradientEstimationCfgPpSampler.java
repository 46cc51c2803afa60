package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Gradient estimation (Permenter and Yuan 2024, arXiv:2306.04848, Algorithm 2) under CFG++ (Chung et al. 2024, <i>CFG++:
 * Manifold-constrained Classifier Free Guidance for Diffusion Models</i>, arXiv:2406.08070): the guided estimate is the
 * target, the slope that of the unconditional one. Made for guidance scales from 0 to about 1.5.
 *
 * <p>Order 1, one evaluation a step, no noise. A step to sigma 0 ends at the estimate of x0.
 */
@Extension
public final class GradientEstimationCfgPpSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "gradient_estimation_cfg_pp",
                    "Gradient estimation CFG++",
                    "Gradient estimation for guidance scales about 1, where guidance does not burn.")
            .alias(
                    "k_gradient_estimation_cfg_pp",
                    "sample_gradient_estimation_cfg_pp",
                    "sample_gradient_estimation(cfg_pp=true)")
            .from("Permenter and Yuan 2024, arXiv:2306.04848; Chung et al. 2024, arXiv:2406.08070")
            .option(GradientEstimation.options());

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
        return new GradientEstimation(true).sample(denoiser, x, sigmas, context);
    }
}
