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
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * SDE-DPM-Solver++(2M): Lu et al. 2022, <i>DPM-Solver++</i>, section 5 and appendix A, with the share of noise {@code eta} of
 * k-diffusion; on a rectified flow as in ComfyUI.
 *
 * <p>One evaluation a step. One increment of the Brownian path a step that does not end at 0, none with {@code eta} 0, where
 * the solver is DPM++ 2M of order 2. The first step is of first order; a step to sigma 0 ends at the estimate of x0.
 */
@Extension
public final class Dpmpp2mSdeSampler implements Sampler {

    private static final String TYPE = "solver_type";
    private static final Map<String, String> HEUN = Map.of(TYPE, "heun");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2m_sde", "DPM++ 2M SDE", "DPM++ 2M with fresh noise in each step; good from 20 to 50 steps.")
            .alias("k_dpmpp_2m_sde", "sample_dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "sample_dpmpp_2m_sde_gpu")
            .alias("DPM++ 2M SDE Heun", HEUN)
            .alias("k_dpmpp_2m_sde_heun", HEUN)
            .alias("dpmpp_2m_sde_heun", HEUN)
            .alias("sample_dpmpp_2m_sde_heun", HEUN)
            .alias("dpmpp_2m_sde_heun_gpu", HEUN)
            .alias("sample_dpmpp_2m_sde_heun_gpu", HEUN)
            .from("Lu et al. 2022, arXiv:2211.01095, section 5; k-diffusion")
            .option(ReverseSde.options())
            .option(
                    OptionSpec.choice(
                            TYPE, "midpoint", List.of("midpoint", "heun"), "Weight of the second-order term."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        ReverseSde sde = ReverseSde.of(options);
        boolean midpoint = options.text(TYPE).equals("midpoint");
        LogSnr snr = LogSnr.of(context.process());
        SigmaSchedule levels = ReverseSde.levels(snr, sigmas, options);
        MultistepHistory history = new MultistepHistory(2);
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
                x = sde.step(history, x, sigma, next, h, midpoint ? weights.midpoint() : weights, context);
            }
            context.step(i, sigmas.at(i), next, x, denoised);
        }
        return x;
    }
}
