package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Lu et al. 2022, <i>DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models</i>, Algorithm 2
 * (the second-order multistep solver in data prediction).
 *
 * <p>Order 2, one evaluation a step, no noise. The first step is of first order for want of history, and a step to sigma
 * 0 too, where the second-order term has no limit. A step between equal levels changes nothing.
 */
@Extension
public final class Dpmpp2mSampler implements Sampler {

    private static final Map<String, String> DIFFUSERS =
            Map.of(DataPrediction.LOWER_ORDER_FINAL, "true", DataPrediction.FLOW_LAMBDA, "snr");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2m", "DPM++ 2M", "Second order from one evaluation a step; good from 15 to 30 steps.")
            .alias("k_dpmpp_2m", "sample_dpmpp_2m")
            .alias("DPMSolverMultistepScheduler", DIFFUSERS)
            .alias("DPMSolverMultistepScheduler(algorithm_type=dpmsolver++)", DIFFUSERS)
            .from("Lu et al. 2022, arXiv:2211.01095, Algorithm 2")
            .option(DataPrediction.options(2));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        return DataPrediction.sample(denoiser, x, sigmas, context);
    }
}
