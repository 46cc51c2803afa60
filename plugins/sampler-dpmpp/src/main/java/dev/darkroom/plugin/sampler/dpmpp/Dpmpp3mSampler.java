package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.MultistepHistory;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The third-order multistep solver of Lu et al. 2022, <i>DPM-Solver++</i>, in data prediction: the exact integral (equation
 * 8) of a parabola led by the last three estimates.
 *
 * <p>Order 2 with a smaller error than 2M's, since all programs give the parabola half its curvature (see {@link
 * MultistepHistory}). One evaluation a step, no noise. The first two steps are of first and second order for want of
 * history, and a step to sigma 0 is of first.
 */
@Extension
public final class Dpmpp3mSampler implements Sampler {

    private static final Map<String, String> DIFFUSERS =
            Map.of(DataPrediction.LOWER_ORDER_FINAL, "true", DataPrediction.FLOW_LAMBDA, "snr");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_3m", "DPM++ 3M", "Looks back three steps where 2M looks back two; for weak or no guidance.")
            .alias("k_dpmpp_3m", "sample_dpmpp_3m")
            .alias("DPMSolverMultistepScheduler(solver_order=3)", DIFFUSERS)
            .alias("DPMSolverMultistepScheduler(algorithm_type=dpmsolver++,solver_order=3)", DIFFUSERS)
            .from("Lu et al. 2022, arXiv:2211.01095, equation 8")
            .option(DataPrediction.options(3));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        return DataPrediction.sample(denoiser, x, sigmas, context);
    }
}
