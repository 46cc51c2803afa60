package dev.darkroom.plugin.sampler.heun;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
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
            Latent denoised = denoiser.denoise(raised, hat).denoised();
            Latent euler = Latent.sum(next / hat, raised, 1 - next / hat, denoised);
            int slopes = slopes(sigmas, i);
            if (slopes == 1) {
                x = euler;
            } else {
                Latent second = denoiser.denoise(euler, next).denoised();
                double step = next - hat;
                double scale = slopes * sigmas.at(0);
                double w2 = next / scale;
                // x + step (w1 d1 + w2 d2 + w3 d3) for the slopes d of the three states, in terms of the estimates.
                if (slopes == 2) {
                    double first = step * (w2 * (1 / next - 1 / hat) - (1 - w2) / hat);
                    x = Latent.sum(next / hat, raised, first, denoised, -step * w2 / next, second);
                } else {
                    double after = sigmas.at(i + 2);
                    Latent ahead = Latent.sum(after / next, euler, 1 - after / next, second);
                    Latent third = denoiser.denoise(ahead, after).denoised();
                    double w3 = after / scale;
                    double first = step * ((w2 + w3) * (1 / next - 1 / hat) - (1 - w2 - w3) / hat);
                    double middle = step * (w3 * (1 / after - 1 / next) - w2 / next);
                    x = Latent.sum(next / hat, raised, first, denoised, middle, second, -step * w3 / after, third);
                }
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    /** Returns how many slopes a step takes, by how far it is from the last level. */
    private static int slopes(SigmaSchedule sigmas, int i) {
        double last = sigmas.at(sigmas.steps());
        return sigmas.at(i + 1) == last ? 1 : sigmas.at(i + 2) == last ? 2 : 3;
    }
}
