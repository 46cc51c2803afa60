package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.List;
import org.pf4j.Extension;

/**
 * DPM++ 2S ancestral (see {@link Dpmpp2sAncestralSampler}) with CFG++, Chung et al. 2024, <i>CFG++: Manifold-constrained
 * Classifier Free Guidance for Diffusion Models</i>, Algorithm 2, as in ComfyUI: the state is first moved by
 * the difference of guided and unconditional estimate, so that the step goes to the guided estimate with the noise of the
 * unconditional one. The difference is that of the step's latest evaluation but for the guided estimate, which stays the
 * first: so did ComfyUI until 2025.
 *
 * <p>Two evaluations a step, one for a step to sigma 0. One draw a step that does not end at 0, none with {@code eta} 0.
 */
@Extension
public final class Dpmpp2sAncestralCfgPpSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2s_ancestral_cfg_pp",
                    "DPM++ 2S a CFG++",
                    "DPM++ 2S a for small guidance scales, 0.6 to 2, without the colours of strong guidance.")
            .alias("DPM++ 2S Ancestral CFG++", "sample_dpmpp_2s_ancestral_cfg_pp", "k_dpmpp_2s_ancestral_cfg_pp")
            .from("Chung et al. 2024, arXiv:2406.08070, Algorithm 2; ComfyUI")
            .option(SingleStep.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean needsUnconditional() {
        return true;
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
            Denoised at = denoiser.denoise(x, step.sigma());
            Latent guided = at.denoised();
            Latent uncond = at.uncond().orElse(guided);
            Latent target = guided;
            // Without guidance there is no difference, and a step between equal levels moves nothing.
            double moved = at.uncond().isPresent() && step.next() < step.sigma() ? 1 : 0;
            if (step.down() > 0) {
                double share = step.middle() / step.sigma();
                Latent middle = Latent.sum(share, x, 1 - share + moved * share, guided, -moved * share, uncond);
                Denoised second = denoiser.denoise(middle, step.middle());
                target = second.denoised();
                uncond = second.uncond().orElse(target);
            }
            double share = step.keep() * step.down() / step.sigma();
            double rest = step.keep() - share;
            x = step.up() > 0
                    ? Latent.sum(
                            new double[] {share, moved * share, -moved * share, rest, step.up()},
                            List.of(x, guided, uncond, target, context.noise(step.sigma(), step.next())))
                    : Latent.sum(share, x, moved * share, guided, -moved * share, uncond, rest, target);
            context.step(i, step.sigma(), step.next(), x, guided);
        }
        return x;
    }
}
