package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.MultistepHistory;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * DPM-Solver++(3M) SDE of k-diffusion: the multistep solver of Lu et al. 2022, <i>DPM-Solver++</i>, along the reverse SDE,
 * with a parabola led by the last three estimates; on a rectified flow as in ComfyUI.
 *
 * <p>One evaluation a step. One increment of the Brownian path a step that does not end at 0, none with {@code eta} 0, where
 * the order is 2 (see {@link MultistepHistory}). The first two steps are of first and second order; a step to sigma 0 ends
 * at the estimate of x0.
 */
@Extension
public final class Dpmpp3mSdeSampler implements Sampler {

    private static final String DISCARD = "discard_next_to_last_sigma";
    private static final Map<String, String> A1111 = Map.of(DISCARD, "true");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_3m_sde",
                    "DPM-Solver++(3M) SDE",
                    "Looks back three steps and adds fresh noise; wants 30 steps and more.")
            .alias("sample_dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "sample_dpmpp_3m_sde_gpu")
            .alias("DPM++ 3M SDE", A1111)
            .alias("k_dpmpp_3m_sde", A1111)
            .from("Lu et al. 2022, arXiv:2211.01095; k-diffusion")
            .option(ReverseSde.options())
            .option(
                    OptionSpec.flag(DISCARD, false, "Leave out the last level above 0, as A1111 does."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean discardsPenultimate(Options options) {
        return options.flag(DISCARD);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        ReverseSde sde = ReverseSde.of(context.options());
        LogSnr snr = LogSnr.of(context.process());
        SigmaSchedule levels = ReverseSde.levels(snr, sigmas, context.options());
        MultistepHistory history = new MultistepHistory(3);
        for (int i = 0; i < levels.steps(); i++) {
            double sigma = levels.at(i);
            double next = levels.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            history.add(snr.lambda(sigma), denoised);
            if (next == 0) {
                x = denoised;
            } else if (next < sigma) {
                double h = snr.lambda(next) - snr.lambda(sigma);
                ExponentialWeights weights = ExponentialWeights.of(snr.signal(next), sde.z(h));
                x = sde.step(history, x, sigma, next, h, weights, context);
            }
            context.step(i, sigmas.at(i), next, x, denoised);
        }
        return x;
    }
}
