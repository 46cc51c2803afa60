package dev.darkroom.plugin.sampler.pndm;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Improved PNDM: Zhang and Chen 2023, <i>Fast Sampling of Diffusion Models with Exponential Integrator</i>
 * (arXiv:2204.13902), section 4 and appendix H.2: the coefficients of PNDM's linear multistep method without its
 * Runge-Kutta start.
 *
 * <p>One evaluation a step, no noise. The coefficients are those for equal steps, so that the order is 2 where steps
 * differ, with a small error constant. ComfyUI takes the estimate of x0 at the last step, diffusers goes on with the
 * multistep formula.
 */
@Extension
public final class IpndmSampler implements Sampler {

    private static final String MAX_ORDER = "max_order";
    private static final String TO_ZERO = "integrate_to_zero";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "ipndm", "iPNDM", "Up to fourth-order multistep with the coefficients of equal steps.")
            .alias("k_ipndm", "sample_ipndm")
            .alias("IPNDMScheduler", Map.of(TO_ZERO, "true"))
            .from("Zhang and Chen 2023, arXiv:2204.13902, appendix H.2")
            .option(
                    OptionSpec.integer(MAX_ORDER, 4, 1, 4, "How many evaluations a step uses."),
                    OptionSpec.flag(
                            TO_ZERO,
                            false,
                            "Use the multistep formula for the step to sigma 0 too, as diffusers does, instead of ending"
                                    + " at the estimate of x0."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        History slopes = new History(options.integer(MAX_ORDER));
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            if (next == 0 && !options.flag(TO_ZERO)) {
                x = at.denoised();
            } else {
                slopes.add(sigma, at.derivative(x, sigma));
                double[] weights = AdamsBashforth.weights(slopes.size(), next - sigma);
                x = slopes.sum(1, x, at.denoised(), 1, sigma, weights);
            }
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }
}
