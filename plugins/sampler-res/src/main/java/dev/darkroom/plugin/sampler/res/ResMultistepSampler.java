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
 * RES multistep: Zhang et al. 2023, <i>Improved Order Analysis and Design of Exponential Integrator for Diffusion Models
 * Sampling</i> (arXiv:2308.02157), the second-order multistep solver in estimates of x0.
 *
 * <p>Order 2, one evaluation a step. Without {@code eta} no noise is drawn; with it one draw for each step but the one to
 * sigma 0.
 */
@Extension
public final class ResMultistepSampler implements Sampler {

    private static final Map<String, String> ANCESTRAL = Map.of(ResMultistep.ETA, "1");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "res_multistep", "RES multistep", "Second-order exponential integrator; one evaluation a step.")
            .alias("k_res_multistep", "sample_res_multistep")
            .alias("res_multistep_ancestral", ANCESTRAL)
            .alias("k_res_multistep_ancestral", ANCESTRAL)
            .alias("sample_res_multistep_ancestral", ANCESTRAL)
            .alias("RES multistep ancestral", ANCESTRAL)
            .from("Zhang et al. 2023, arXiv:2308.02157")
            .option(ResMultistep.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        return new ResMultistep(false).sample(denoiser, x, sigmas, context);
    }
}
