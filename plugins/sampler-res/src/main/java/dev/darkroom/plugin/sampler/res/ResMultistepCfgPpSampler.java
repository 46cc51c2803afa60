package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * RES multistep (Zhang et al. 2023, arXiv:2308.02157) under CFG++ (Chung et al. 2024, <i>CFG++: Manifold-constrained
 * Classifier Free Guidance for Diffusion Models</i>, arXiv:2406.08070): the guided estimate is the target, the noise kept is
 * that of the unconditional one. Made for guidance scales from 0 to about 1.5.
 *
 * <p>Order 2, one evaluation a step. Without {@code eta} no noise is drawn; with it one draw for each step but the one to
 * sigma 0.
 */
@Extension
public final class ResMultistepCfgPpSampler implements Sampler {

    private static final Map<String, String> ANCESTRAL = Map.of(ResMultistep.ETA, "1");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "res_multistep_cfg_pp",
                    "RES multistep CFG++",
                    "RES multistep for guidance scales about 1, where guidance does not burn.")
            .alias("k_res_multistep_cfg_pp", "sample_res_multistep_cfg_pp")
            .alias("res_multistep_ancestral_cfg_pp", ANCESTRAL)
            .alias("k_res_multistep_ancestral_cfg_pp", ANCESTRAL)
            .alias("sample_res_multistep_ancestral_cfg_pp", ANCESTRAL)
            .alias("RES multistep ancestral CFG++", ANCESTRAL)
            .from("Zhang et al. 2023, arXiv:2308.02157; Chung et al. 2024, arXiv:2406.08070")
            .option(ResMultistep.options());

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
        return new ResMultistep(true).sample(denoiser, x, sigmas, context);
    }
}
