package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * DPM++ 2M (see {@link Dpmpp2mSampler}) with CFG++, Chung et al. 2024, <i>CFG++: Manifold-constrained Classifier Free Guidance
 * for Diffusion Models</i>, Algorithm 2, as ComfyUI applies it to 2M: the step goes to the guided estimate with the noise of the
 * unconditional one, and the second-order term is the guided estimate's distance from the last unconditional one.
 *
 * <p>One evaluation a step, no noise. The first step and a step to sigma 0 are of first order. A step between
 * equal levels changes nothing.
 */
@Extension
public final class Dpmpp2mCfgPpSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2m_cfg_pp",
                    "DPM++ 2M CFG++",
                    "DPM++ 2M for small guidance scales, 0.6 to 2, without the colours of strong guidance.")
            .alias("sample_dpmpp_2m_cfg_pp", "k_dpmpp_2m_cfg_pp")
            .from("Chung et al. 2024, arXiv:2406.08070, Algorithm 2; ComfyUI");

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
        @Nullable Latent previous = null;
        double previousSigma = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            Latent uncond = at.uncond().orElse(at.denoised());
            double share = next / sigma;
            if (next == sigma) {
                context.step(i, sigma, next, x, at.denoised());
                continue;
            }
            if (previous == null || next == 0) {
                x = Latent.sum(share, x, 1, at.denoised(), -share, uncond);
            } else {
                double r = Math.log(previousSigma / sigma) / -Math.log(share);
                double slope = (1 - share) / (2 * r);
                x = Latent.sum(share, x, 1 + slope, at.denoised(), -share, uncond, -slope, previous);
            }
            context.step(i, sigma, next, x, at.denoised());
            previous = uncond;
            previousSigma = sigma;
        }
        return x;
    }
}
