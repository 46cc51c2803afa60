package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Lu et al. 2022, <i>DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models</i>, Algorithm 2
 * (the second-order multistep solver in data prediction).
 *
 * <p>Order 2, one evaluation a step, no noise. The first step is of first order for want of history, and a step to sigma
 * 0 too, where the second-order term has no limit.
 */
@Extension
public final class Dpmpp2mSampler implements Sampler {

    private static final String ORDER = "solver_order";
    private static final String TYPE = "solver_type";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";
    private static final String EULER_AT_FINAL = "euler_at_final";
    private static final String FLOW_LAMBDA = "flow_lambda";

    /** Below this many steps {@code lower_order_final} acts. */
    private static final int FEW_STEPS = 15;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2m", "DPM++ 2M", "Second order from one evaluation a step; good from 15 to 30 steps.")
            .alias("k_dpmpp_2m", "sample_dpmpp_2m")
            .alias("DPMSolverMultistepScheduler", Map.of(LOWER_ORDER_FINAL, "true", FLOW_LAMBDA, "snr"))
            .from("Lu et al. 2022, arXiv:2211.01095, Algorithm 2")
            .option(
                    OptionSpec.integer(ORDER, 2, 1, 2, "1 for the first-order solver (DDIM), 2 for 2M."),
                    OptionSpec.choice(
                            TYPE, "midpoint", List.of("midpoint", "heun"), "Weight of the second-order term."),
                    OptionSpec.flag(
                            LOWER_ORDER_FINAL,
                            false,
                            "Last step of first order below 15 steps; diffusers' default is true."),
                    OptionSpec.flag(EULER_AT_FINAL, false, "Last step of first order at any number of steps."),
                    OptionSpec.choice(
                            FLOW_LAMBDA,
                            "sigma",
                            List.of("sigma", "snr"),
                            "For flow models: -log sigma as in ComfyUI, or the log signal-to-noise ratio as in diffusers."))
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        EstimateLimit limit = EstimateLimit.of(options);
        boolean heun = options.text(TYPE).equals("heun");
        @Nullable Latent previous = null;
        double previousLambda = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            double lambda = lambda(context, sigma);
            double h = lambda(context, next) - lambda;
            double signal = signal(context, next);
            double gain = -signal * Math.expm1(-h);
            if (previous == null || next == 0 || firstOrder(i, sigmas.steps(), options)) {
                x = Latent.sum(next / sigma, x, gain, denoised);
            } else {
                double r = (lambda - previousLambda) / h;
                double slope = (heun ? gain / -h + signal : gain / 2) / r;
                x = Latent.sum(next / sigma, x, gain + slope, denoised, -slope, previous);
            }
            context.step(i, sigma, next, x, denoised);
            previous = denoised;
            previousLambda = lambda;
        }
        return x;
    }

    private static boolean firstOrder(int step, int steps, Options options) {
        boolean last = step == steps - 1;
        return options.integer(ORDER) == 1
                || (last && options.flag(EULER_AT_FINAL))
                || (last && options.flag(LOWER_ORDER_FINAL) && steps < FEW_STEPS);
    }

    /** Returns half the log signal-to-noise ratio, the solver's time. */
    private static double lambda(SamplerContext context, double sigma) {
        return Math.log(signal(context, sigma) / sigma);
    }

    private static double signal(SamplerContext context, double sigma) {
        DiffusionProcess process = context.process();
        return context.options().text(FLOW_LAMBDA).equals("snr") ? process.signal(sigma) : 1;
    }
}
