package dev.darkroom.plugin.sampler.lms;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Quadrature;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The linear multistep method of Katherine Crowson's k-diffusion: Adams-Bashforth with steps of any size on the
 * probability flow ODE of Karras et al. 2022 (Hairer, Norsett, Wanner, <i>Solving Ordinary Differential Equations I</i>,
 * section III.5).
 *
 * <p>Order up to {@code order} once there is history, one evaluation a step, no noise. k-diffusion and diffusers
 * integrate the coefficients numerically; they are integrals of polynomials, here in closed form. At the last step they
 * go on integrating the polynomial to sigma 0, ComfyUI takes the estimate of x0.
 */
@Extension
public final class LmsSampler implements Sampler {

    private static final String ORDER = "order";
    private static final String TO_ZERO = "integrate_to_zero";

    private static final Map<String, String> INTEGRATES = Map.of(TO_ZERO, "true");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "lms", "LMS", "Linear multistep: high order from one evaluation a step; wants many steps.")
            .alias("k_lms", INTEGRATES)
            .alias("sample_lms", INTEGRATES)
            .alias("LMSDiscreteScheduler", INTEGRATES)
            .alias("comfy.k_diffusion.sampling.sample_lms")
            .from("k-diffusion, sample_lms")
            .option(
                    OptionSpec.integer(ORDER, 4, 1, 10, "How many evaluations the polynomial goes through."),
                    OptionSpec.flag(
                            TO_ZERO,
                            false,
                            "Integrate the polynomial to sigma 0, as k-diffusion, A1111 and diffusers do, instead of"
                                    + " ending at the estimate of x0."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        History slopes = new History(options.integer(ORDER));
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            if (next == 0 && !options.flag(TO_ZERO)) {
                x = at.denoised();
            } else {
                slopes.add(sigma, at.derivative(x, sigma));
                double[] weights = Quadrature.overInterval(slopes.times(slopes.size()), sigma, next);
                x = slopes.sum(1, x, at.denoised(), 1, sigma, weights);
            }
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }
}
