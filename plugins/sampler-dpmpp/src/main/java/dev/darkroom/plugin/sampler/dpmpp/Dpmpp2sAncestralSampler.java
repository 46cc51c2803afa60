package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import org.pf4j.Extension;

/**
 * DPM-Solver++(2S), Lu et al. 2022, Algorithm 1 with r = 1/2, as an ancestral sampler: each step goes down further than the
 * next level, and fresh noise leads back up to it. As in k-diffusion; on a rectified flow as in ComfyUI.
 *
 * <p>Order 2 (without noise), two evaluations a step, one for a step to sigma 0. One draw a step that does not end at 0,
 * none with {@code eta} 0.
 */
@Extension
public final class Dpmpp2sAncestralSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2s_ancestral",
                    "DPM++ 2S a",
                    "Two evaluations a step and fresh noise; lively pictures that do not settle with more steps.")
            .alias("DPM++ 2S Ancestral", "k_dpmpp_2s_a", "k_dpmpp_2s_ancestral", "sample_dpmpp_2s_ancestral")
            .from("Lu et al. 2022, arXiv:2211.01095, Algorithm 1; k-diffusion")
            .option(SingleStep.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        SingleStep.check(setting);
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        return SingleStep.workload(sigmas, options);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        for (int i = 0; i < sigmas.steps(); i++) {
            SingleStep step = SingleStep.of(sigmas.at(i), sigmas.at(i + 1), context);
            Latent denoised = denoiser.denoise(x, step.sigma()).denoised();
            Latent target = denoised;
            if (step.down() > 0) {
                double share = step.middle() / step.sigma();
                Latent middle = Latent.sum(share, x, 1 - share, denoised);
                target = denoiser.denoise(middle, step.middle()).denoised();
            }
            double share = step.keep() * step.down() / step.sigma();
            double rest = step.keep() - share;
            x = step.up() > 0
                    ? Latent.sum(share, x, rest, target, step.up(), context.noise(step.sigma(), step.next()))
                    : Latent.sum(share, x, rest, target);
            context.step(i, step.sigma(), step.next(), x, denoised);
        }
        return x;
    }
}
