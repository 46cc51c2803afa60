package dev.darkroom.plugin.sampler.flow;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Churn;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * Euler steps of a rectified flow: Liu et al. 2022, <i>Flow Straight and Fast</i>, Algorithm 1; Esser et al. 2024, <i>Scaling
 * Rectified Flow Transformers</i>. The shift of the levels lies in the schedule.
 *
 * <p>Order 1, one evaluation a step, no noise. With {@code stochastic_sampling} each step jumps to x0 and draws fresh noise up
 * to the next level, which is for distilled models and has no order; one draw for each step that does not end at 0.
 */
@Extension
public final class FlowEulerSampler implements Sampler {

    private static final String STOCHASTIC = "stochastic_sampling";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "flow_euler", "Flow Euler", "The plain solver of SD3, Flux and other rectified flows.")
            .alias("Flow match Euler", "flow_match_euler", "FlowMatchEulerDiscreteScheduler")
            .from("Esser et al. 2024, arXiv:2403.03206; Liu et al. 2022, arXiv:2209.03003, Algorithm 1")
            .option(OptionSpec.flag(
                    STOCHASTIC, false, "Jump to the estimate and add fresh noise, for models distilled to few steps."))
            .option(withoutEffect());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        FlowsOnly.check(INFO.id(), "euler", setting);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        boolean stochastic = context.options().flag(STOCHASTIC);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            x = stochastic && next > 0
                    ? Latent.sum(1 - next, denoised, next, context.noise(sigma, next))
                    : Latent.sum(next / sigma, x, 1 - next / sigma, denoised);
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    /** diffusers' step takes the arguments of churn and makes no use of them. */
    private static OptionSpec[] withoutEffect() {
        return Arrays.stream(Churn.options())
                .map(spec -> OptionSpec.number(
                        spec.name(),
                        Double.parseDouble(spec.defaultValue()),
                        spec.min(),
                        spec.max(),
                        "Without effect, as in diffusers' FlowMatchEulerDiscreteScheduler."))
                .toArray(OptionSpec[]::new);
    }
}
