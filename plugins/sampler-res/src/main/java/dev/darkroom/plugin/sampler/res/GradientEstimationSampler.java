package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Permenter and Yuan 2024, <i>Interpreting and Improving Diffusion Models from an Optimization Perspective</i>
 * (arXiv:2306.04848), Algorithm 2.
 *
 * <p>Order 1 (2 at {@code ge_gamma} 1.5), one evaluation a step, no noise. A step to sigma 0 ends at the estimate of x0.
 */
@Extension
public final class GradientEstimationSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "gradient_estimation",
                    "Gradient estimation",
                    "Euler along a slope extrapolated from the last step.")
            .alias("k_gradient_estimation", "sample_gradient_estimation", "sample_gradient_estimation(cfg_pp=false)")
            .from("Permenter and Yuan 2024, arXiv:2306.04848, Algorithm 2")
            .option(GradientEstimation.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        return new GradientEstimation(false).sample(denoiser, x, sigmas, context);
    }
}
