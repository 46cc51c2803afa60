package dev.darkroom.plugin.sampler.flow;

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
 * Heun's method for rectified flows: Karras et al. 2022, <i>Elucidating the Design Space of Diffusion-Based Generative
 * Models</i>, Algorithm 2, on the flow of Esser et al. 2024, <i>Scaling Rectified Flow Transformers</i>.
 *
 * <p>Order 2; two evaluations a step, one for a step to 0. Without churn ({@code s_churn} 0, the default) no noise is drawn;
 * with it, one draw for each step that adds noise. As in diffusers, the model is evaluated before the noise is added, and
 * churn is shared among the evaluations rather than the steps.
 */
@Extension
public final class FlowHeunSampler implements Sampler {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "flow_heun", "Flow Heun", "Second order on rectified flows, at twice the time of Euler.")
            .alias("Flow match Heun", "flow_match_heun", "FlowMatchHeunDiscreteScheduler")
            .from("Karras et al. 2022, arXiv:2206.00364, Algorithm 2; Esser et al. 2024, arXiv:2403.03206")
            .option(Churn.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        FlowsOnly.check(INFO.id(), "heun", setting);
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int toZero = sigmas.at(sigmas.steps()) == 0 ? 1 : 0;
        return Workload.of(sigmas.steps(), 2 * sigmas.steps() - toZero);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Churn churn = Churn.of(context.options());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double hat = churn.hat(sigma, 2 * sigmas.steps() - 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            Latent raised = churn.raise(x, sigma, hat, context);
            double step = (next - hat) / hat;
            Latent euler = Latent.sum(1, raised, step, x, -step, denoised);
            if (next == 0) {
                x = euler;
            } else {
                Latent corrected = denoiser.denoise(euler, next).denoised();
                // The mean of the Euler step and of raised + (next - hat) (euler - corrected) / next.
                double half = (next - hat) / (2 * next);
                x = Latent.sum(0.5, raised, 0.5 + half, euler, -half, corrected);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
