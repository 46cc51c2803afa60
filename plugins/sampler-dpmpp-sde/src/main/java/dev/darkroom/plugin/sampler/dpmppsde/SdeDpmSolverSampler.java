package dev.darkroom.plugin.sampler.dpmppsde;

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
import java.util.Map;
import org.pf4j.Extension;

/**
 * The multistep solvers of the reverse SDE in diffusers: Lu et al. 2022, <i>DPM-Solver++</i>, section 5, as SDE-DPM-Solver++
 * of order 1 to 3 (estimates of x0) and SDE-DPM-Solver of order 1 and 2 (estimates of the noise).
 *
 * <p>One evaluation and one draw of independent noise a step that does not end at 0. Order 3 of SDE-DPM-Solver++ weighs the
 * curvature as diffusers does, with {@code -phi_3 - 1} in the place of {@code -phi_3}.
 */
@Extension
public final class SdeDpmSolverSampler implements Sampler {

    private static final String ALGORITHM = "algorithm_type";
    private static final String DATA = "sde-dpmsolver++";
    private static final String NOISE = "sde-dpmsolver";
    private static final String TYPE = "solver_type";
    private static final ReverseSde FULL = new ReverseSde(1, 1);

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "sde_dpmsolver",
                    "SDE-DPM-Solver++",
                    "diffusers' DPM++ 2M SDE, which draws its noise step by step; good from 20 to 50 steps.")
            .alias("DPMSolverMultistepScheduler(algorithm_type=sde-dpmsolver++)")
            .alias("DPMSolverMultistepScheduler(algorithm_type=sde-dpmsolver++,solver_order=3)")
            .alias("DPMSolverMultistepScheduler(algorithm_type=sde-dpmsolver)", Map.of(ALGORITHM, NOISE))
            .alias("DPMSolverMultistepScheduler(algorithm_type=sde-dpmsolver,solver_order=3)", Map.of(ALGORITHM, NOISE))
            .from("Lu et al. 2022, arXiv:2211.01095, section 5; diffusers")
            .option(OptionSpec.choice(
                    ALGORITHM, DATA, List.of(DATA, NOISE), "Extrapolate estimates of x0, or of the noise."))
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
        if (setting.options().text(ALGORITHM).equals(NOISE)) {
            if (setting.process().isFlow()) {
                throw new InvalidRequestException("option " + ALGORITHM + ": expected " + DATA
                        + " for a flow model, found " + NOISE + ", which needs a model that predicts noise, x0 or v");
            }
            int order = MultistepOrder.of(setting.options()).order();
            if (order > 2) {
                throw new InvalidRequestException(
                        "option solver_order: expected 1 or 2 with " + ALGORITHM + "=" + NOISE + ", found " + order);
            }
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        EstimateLimit limit = EstimateLimit.of(options);
        MultistepOrder orders = MultistepOrder.of(options);
        boolean midpoint = options.text(TYPE).equals("midpoint");
        boolean data = options.text(ALGORITHM).equals(DATA);
        LogSnr snr = LogSnr.of(context.process());
        MultistepHistory history = new MultistepHistory(orders.order());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            history.add(snr.lambda(sigma), data ? denoised : Latent.sum(1 / sigma, x, -1 / sigma, denoised));
            if (next == 0) {
                x = denoised;
            } else if (next < sigma) {
                double h = snr.lambda(next) - snr.lambda(sigma);
                int order = orders.at(i, sigmas, history.size());
                double signal = snr.signal(next);
                ExponentialWeights weights =
                        data ? ExponentialWeights.of(signal, FULL.z(h)) : ExponentialWeights.of(2 * next, h);
                if (order == 2 && midpoint) {
                    weights = weights.midpoint();
                } else if (order == 3) {
                    weights = new ExponentialWeights(weights.value(), weights.slope(), weights.curvature() - signal);
                }
                double kept = data ? next / sigma * FULL.left(h) : 1;
                double up = next * (data ? FULL.fresh(h) : Math.sqrt(Math.expm1(2 * h)));
                x = history.step(kept, x, weights, h, order, up, context.noise(sigma, next));
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
