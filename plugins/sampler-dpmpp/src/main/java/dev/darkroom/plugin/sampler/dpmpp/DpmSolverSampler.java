package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.MultistepHistory;
import dev.darkroom.api.sampling.MultistepOrder;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import org.pf4j.Extension;

/**
 * Lu et al. 2022, <i>DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10 Steps</i>: the
 * exact integral of the noise estimate (equation 3.4), which is extrapolated through the last estimates.
 *
 * <p>Order {@code solver_order}, but 2 at 3 (see {@link MultistepHistory}). One evaluation a step, no noise. DPM-Solver++
 * does the same with estimates of x0, which is stabler under guidance. A step to sigma 0, which diffusers refuses here, is of
 * first order and ends at the estimate of x0.
 */
@Extension
public final class DpmSolverSampler implements Sampler {

    private static final String TYPE = "solver_type";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpm_multistep",
                    "DPM-Solver multistep",
                    "DPM++ 2M's predecessor, which extrapolates the noise instead of the picture; for weak or no guidance.")
            .alias("DPMSolverMultistepScheduler(algorithm_type=dpmsolver)")
            .alias("DPMSolverMultistepScheduler(algorithm_type=dpmsolver,solver_order=3)")
            .from("Lu et al. 2022, arXiv:2206.00927, equation 3.4")
            .option(MultistepOrder.options(2, true))
            .option(OptionSpec.choice(
                    TYPE, "midpoint", List.of("midpoint", "heun"), "Weight of the slope in second-order steps."))
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        if (setting.process().isFlow()) {
            throw new InvalidRequestException(
                    "dpm_multistep: expected a model that predicts noise, x0 or v, found a flow model: try dpmpp_2m");
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        EstimateLimit limit = EstimateLimit.of(options);
        MultistepOrder orders = MultistepOrder.of(options);
        boolean midpoint = options.text(TYPE).equals("midpoint");
        LogSnr snr = LogSnr.of(context.process());
        MultistepHistory history = new MultistepHistory(orders.order());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            history.add(snr.lambda(sigma), Latent.sum(1 / sigma, x, -1 / sigma, denoised));
            if (next == 0) {
                x = denoised;
            } else if (next < sigma) {
                double h = snr.lambda(next) - snr.lambda(sigma);
                int order = orders.at(i, sigmas, history.size());
                ExponentialWeights weights = ExponentialWeights.of(next, h);
                x = history.step(1, x, order == 2 && midpoint ? weights.midpoint() : weights, h, order);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
