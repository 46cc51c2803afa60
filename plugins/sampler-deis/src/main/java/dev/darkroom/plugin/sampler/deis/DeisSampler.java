package dev.darkroom.plugin.sampler.deis;

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
import java.util.List;
import org.pf4j.Extension;

/**
 * DEIS as in ComfyUI: Zhang and Chen 2023, <i>Fast Sampling of Diffusion Models with Exponential Integrator</i>
 * (arXiv:2204.13902), tAB-DEIS (section 3.3: the noise is a polynomial in time) and rhoAB-DEIS (section 3.4: a polynomial
 * in sigma).
 *
 * <p>Order up to {@code max_order} (globally limited to 2 by the first step, which is Euler's), one evaluation a step, no
 * noise. A step to sigma 0 is of first order and so ends at the estimate of x0. diffusers means another solver by DEIS:
 * see {@link DeisLogRhoSampler}.
 */
@Extension
public final class DeisSampler implements Sampler {

    private static final String MAX_ORDER = "max_order";
    private static final String MODE = "deis_mode";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "deis", "DEIS", "Exponential integrator with a polynomial in time; ComfyUI's DEIS.")
            .alias("k_deis", "sample_deis")
            .from("Zhang and Chen 2023, arXiv:2204.13902, tAB-DEIS and rhoAB-DEIS")
            .option(
                    OptionSpec.integer(MAX_ORDER, 3, 1, 4, "How many evaluations a step uses."),
                    OptionSpec.choice(MODE, "tab", List.of("tab", "rhoab"), "A polynomial in time, or one in sigma."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        boolean inTime = options.text(MODE).equals("tab");
        int maxOrder = options.integer(MAX_ORDER);
        History slopes = new History(maxOrder);
        double[] frozen = {};
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            slopes.add(sigma, at.derivative(x, sigma));
            double[] weights;
            if (slopes.size() == 1 || next == 0 || next == sigma) {
                weights = new double[] {next - sigma};
            } else if (inTime) {
                weights = VpTime.weights(slopes.times(slopes.size()), next);
            } else {
                // ComfyUI computes the coefficients of four evaluations once and keeps them: its pictures are the
                // measure.
                if (frozen.length < 4) {
                    frozen = Quadrature.overInterval(slopes.times(slopes.size()), sigma, next);
                }
                weights = frozen;
            }
            x = slopes.sum(1, x, at.denoised(), 1, sigma, weights);
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }
}
