package dev.darkroom.plugin.sampler.euler;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.PredictionType;
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

    private static final String CHURN_LATE = "churn_after_model";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "euler", "Euler", "The plainest solver: one straight step a level.")
            .alias("k_euler", "sample_euler")
            .alias("EulerDiscreteScheduler", Map.of(CHURN_LATE, "true"))
            .from("Karras et al. 2022, arXiv:2206.00364, Algorithm 2")
            .option(Churn.options())
            .option(OptionSpec.flag(
                    CHURN_LATE, false, "Evaluate the model before the noise is added, as diffusers does, not after."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Churn churn = Churn.of(context.options());
        boolean churnLate = context.options().flag(CHURN_LATE);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = churn.hat(sigma, sigmas.steps());
            Latent raised = churn.raise(x, sigma, hat, context);
            Latent denoised;
            if (churnLate && hat > sigma) {
                denoised = denoiser.denoise(x, sigma).denoised();
                x = stepFromOutput(context.process().prediction(), raised, hat, x, sigma, denoised, next);
            } else {
                denoised = denoiser.denoise(raised, hat).denoised();
                x = Latent.sum(next / hat, raised, 1 - next / hat, denoised);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    /**
     * Steps from a raised state with what the network returned for the state before: diffusers takes the same epsilon, the
     * same v or the same x0 for the model's answer at the raised level.
     */
    private static Latent stepFromOutput(
            PredictionType prediction,
            Latent raised,
            double hat,
            Latent x,
            double sigma,
            Latent denoised,
            double next) {
        double level = prediction == PredictionType.EPSILON ? sigma : hat;
        double old = switch (prediction) {
            case V -> 1 / (1 + sigma * sigma);
            case SAMPLE -> 0;
            default -> 1;
        };
        double step = (next - hat) / level;
        return Latent.sum(1 + step * (1 - old), raised, step * old, x, -step, denoised);
    }
}
