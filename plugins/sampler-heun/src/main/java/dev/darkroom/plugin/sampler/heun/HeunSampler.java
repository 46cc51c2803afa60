package dev.darkroom.plugin.sampler.heun;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import org.pf4j.Extension;

/**
 * Heun's method, the trapezoidal rule with an Euler predictor: Karras et al. 2022, <i>Elucidating the Design Space of
 * Diffusion-Based Generative Models</i>, Algorithm 2.
 *
 * <p>Order 2; two evaluations a step, one for a step to 0. Without churn ({@code s_churn} 0, the default) no noise is drawn;
 * with it, one draw for each step that adds noise.
 */
@Extension
public final class HeunSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "heun", "Heun", "Second order: the mean of the slopes at both ends of a step, at twice the time.")
            .alias("k_heun", "sample_heun", "HeunDiscreteScheduler")
            .from("Karras et al. 2022, arXiv:2206.00364, Algorithm 2")
            .option(Churn.options())
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int toZero = sigmas.at(sigmas.steps()) == 0 ? 1 : 0;
        return Workload.of(sigmas.steps(), 2 * sigmas.steps() - toZero);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Churn churn = Churn.of(context.options());
        EstimateLimit limit = EstimateLimit.of(context.options());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = churn.hat(sigma, sigmas.steps());
            Latent raised = churn.raise(x, sigma, hat, context);
            Latent denoised = limit.apply(denoiser.denoise(raised, hat).denoised());
            Latent euler = Latent.sum(next / hat, raised, 1 - next / hat, denoised);
            if (next == 0) {
                x = euler;
            } else {
                Latent corrected = limit.apply(denoiser.denoise(euler, next).denoised());
                // x + (next - hat) (d + d') / 2 for the slopes d of the state and d' of the Euler step, in terms of
                // estimates.
                double weight = hat / (2 * next);
                double gain = 1 - next / hat;
                x = Latent.sum(next / hat, raised, gain * (1 - weight), denoised, gain * weight, corrected);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
