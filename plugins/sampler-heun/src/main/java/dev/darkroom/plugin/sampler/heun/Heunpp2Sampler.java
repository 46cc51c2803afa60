package dev.darkroom.plugin.sampler.heun;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import org.pf4j.Extension;

/**
 * Heun++, a step along the weighted mean of the slopes at its beginning, its end and the level after: Karras et al. 2022,
 * Algorithm 2, changed by the program sd-webui-samplers-scheduler. The weights follow the levels and depend on the first
 * level of the run.
 *
 * <p>Order 1 in the limit of small steps, for the weights are not those of a quadrature; three evaluations a step, two for
 * the last but one, one for the last. Noise only with churn, one draw for each step that adds some.
 */
@Extension
public final class Heunpp2Sampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "heunpp2",
                    "Heun++2",
                    "Three slopes a step, weighted by their levels; three times the time of Euler.")
            .alias("Heun++", "Heun++ 2", "k_heunpp2", "sample_heunpp2")
            .from("sd-webui-samplers-scheduler, after Karras et al. 2022, arXiv:2206.00364, Algorithm 2")
            .option(Churn.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int evaluations = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            evaluations += slopes(sigmas, i);
        }
        return Workload.of(sigmas.steps(), evaluations);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Churn churn = Churn.of(context.options());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = churn.hat(sigma, sigmas.steps());
            Latent raised = churn.raise(x, sigma, hat, context);
            Denoised at = denoiser.denoise(raised, hat);
            double step = next - hat;
            int slopes = slopes(sigmas, i);
            if (slopes == 1) {
                x = Latent.sum(next / hat, raised, 1 - next / hat, at.denoised());
            } else {
                Latent d1 = at.derivative(raised, hat);
                Latent x2 = raised.plus(step, d1);
                Latent d2 = denoiser.denoise(x2, next).derivative(x2, next);
                double scale = slopes * sigmas.at(0);
                double w2 = next / scale;
                if (slopes == 2) {
                    x = Latent.sum(1, raised, step * (1 - w2), d1, step * w2, d2);
                } else {
                    double third = sigmas.at(i + 2);
                    Latent x3 = x2.plus(third - next, d2);
                    Latent d3 = denoiser.denoise(x3, third).derivative(x3, third);
                    double w3 = third / scale;
                    x = Latent.sum(1, raised, step * (1 - w2 - w3), d1, step * w2, d2, step * w3, d3);
                }
            }
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }

    /** Returns how many slopes a step takes, by how far it is from the last level. */
    private static int slopes(SigmaSchedule sigmas, int i) {
        double last = sigmas.at(sigmas.steps());
        return sigmas.at(i + 1) == last ? 1 : sigmas.at(i + 2) == last ? 2 : 3;
    }
}
