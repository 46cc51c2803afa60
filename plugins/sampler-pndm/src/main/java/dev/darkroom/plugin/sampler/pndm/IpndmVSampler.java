package dev.darkroom.plugin.sampler.pndm;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * iPNDM with coefficients for steps of any size: Zhang and Chen 2023 (arXiv:2204.13902), in the form of Zhou et al. 2024,
 * <i>Fast ODE-based Sampling for Diffusion Models in Around 5 Steps</i> (arXiv:2312.00094), which ComfyUI follows.
 *
 * <p>One evaluation a step, no noise. With one or two evaluations the coefficients are those of variable-step
 * Adams-Bashforth. The corrections for more are that form's own: the third is Adams-Bashforth only for equal steps, the
 * fourth not even there. They are kept as they are, so that pictures come out the same. A step to sigma 0 ends at the
 * estimate of x0.
 */
@Extension
public final class IpndmVSampler implements Sampler {

    private static final String MAX_ORDER = "max_order";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "ipndm_v", "iPNDM-V", "iPNDM with coefficients that follow the size of the steps.")
            .alias("k_ipndm_v", "sample_ipndm_v")
            .from("Zhou et al. 2024, arXiv:2312.00094")
            .option(OptionSpec.integer(MAX_ORDER, 4, 1, 4, "How many evaluations a step uses."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        History slopes = new History(context.options().integer(MAX_ORDER));
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            if (next == 0) {
                x = at.denoised();
            } else {
                slopes.add(sigma, at.derivative(x, sigma));
                x = slopes.sum(1, x, at.denoised(), 1, sigma, weights(slopes, next));
            }
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }

    private static double[] weights(History slopes, double next) {
        int order = slopes.size();
        // h[0] is the step to make, h[k] the k-th one before it.
        double[] h = new double[order];
        h[0] = next - slopes.time(0);
        for (int k = 1; k < order; k++) {
            h[k] = slopes.time(k - 1) - slopes.time(k);
        }
        double[] weights = new double[order];
        weights[0] = 1;
        if (order >= 2) {
            add(weights, h[0] / h[1] / 2, 1, -1);
        }
        if (order >= 3) {
            double third = (1 - h[0] * h[0] / (3 * h[1] * (h[1] + h[2]))) / 2;
            double r = h[1] / h[2];
            add(weights, third, 1, -1 - r, r);
        }
        if (order >= 4) {
            double span = h[0] + h[1];
            double fourth = ((1 - h[0] / (3 * span)) / 2 + (1 - h[0] / (2 * span)) * h[0] / (6 * (span + h[2])))
                    * (h[0] * span * (span + h[2]))
                    / (h[1] * (h[1] + h[2]) * (h[1] + h[2] + h[3]));
            double r = h[1] / h[2];
            double s = h[1] * (h[1] + h[2]) / (h[2] * (h[2] + h[3]));
            add(weights, fourth, 1, -1 - r - s, r + s * (1 + h[2] / h[3]), -s * r);
        }
        for (int k = 0; k < order; k++) {
            weights[k] *= h[0];
        }
        return weights;
    }

    private static void add(double[] weights, double factor, double... terms) {
        for (int k = 0; k < terms.length; k++) {
            weights[k] += factor * terms[k];
        }
    }
}
