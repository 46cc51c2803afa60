package dev.darkroom.plugin.sampler.euler;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Euler steps along the probability flow: Karras et al. 2022, <i>Elucidating the Design Space of Diffusion-Based
 * Generative Models</i>, Algorithm 2 without its second-order correction.
 *
 * <p>Order 1, one evaluation a step. Without churn ({@code s_churn} 0, the default) no noise is drawn; with it, one draw
 * for each step that adds noise. For a rectified flow the same line is the Euler step of its ODE.
 */
@Extension
public final class EulerSampler implements Sampler {

    private static final String CHURN = "s_churn";
    private static final String T_MIN = "s_tmin";
    private static final String T_MAX = "s_tmax";
    private static final String NOISE = "s_noise";
    private static final String CHURN_LATE = "churn_after_model";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "euler", "Euler", "The plainest solver: one straight step a level.")
            .alias("k_euler", "sample_euler", "FlowMatchEulerDiscreteScheduler")
            .alias("EulerDiscreteScheduler", Map.of(CHURN_LATE, "true"))
            .from("Karras et al. 2022, arXiv:2206.00364, Algorithm 2")
            .option(
                    OptionSpec.number(CHURN, 0, 0, 1e6, "How much fresh noise to add, over the whole run."),
                    OptionSpec.number(T_MIN, 0, 0, 1e9, "Add noise only from this sigma up."),
                    OptionSpec.number(T_MAX, 1e9, 0, 1e9, "Add noise only up to this sigma."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."),
                    OptionSpec.flag(
                            CHURN_LATE,
                            false,
                            "Evaluate the model before the noise is added, as diffusers does, not after."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        double noise = options.number(NOISE);
        boolean churnLate = options.flag(CHURN_LATE);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = sigma * (1 + gamma(sigma, sigmas.steps(), options));
            Latent noised =
                    hat > sigma ? x.plus(noise * Math.sqrt(hat * hat - sigma * sigma), context.noise(sigma, hat)) : x;
            Latent input = churnLate ? x : noised;
            double level = churnLate ? sigma : hat;
            Denoised at = denoiser.denoise(input, level);
            Latent d = at.derivative(input, level);
            x = noised.plus(next - hat, d);
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }

    /** Returns by how much a step raises its level first: Karras et al. 2022, Algorithm 2, line 5. */
    private static double gamma(double sigma, int steps, Options options) {
        boolean churned = sigma >= options.number(T_MIN) && sigma <= options.number(T_MAX);
        return churned ? Math.min(options.number(CHURN) / steps, Math.sqrt(2) - 1) : 0;
    }
}
