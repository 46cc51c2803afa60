package dev.darkroom.plugin.sampler.sa;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Xue et al. 2023, <i>SA-Solver: Stochastic Adams Solver for Fast Sampling of Diffusion Models</i> (arXiv:2309.05019),
 * Algorithm 1: a predictor (equation 14) and a corrector (equation 17) of the reverse SDE whose noise is scaled by tau; see
 * {@link SaStep} for the formulas and {@link Tau} for where there is noise.
 *
 * <p>Without noise the order is that of the predictor, or of the corrector if that is higher by at most one. One
 * evaluation a step: the corrector of a step uses the evaluation of the next one, and so changes the state after it was
 * reported. {@code use_pece} evaluates the corrected state again, which makes two. One draw for each step at which tau is
 * above 0. A step to sigma 0 ends at the estimate of x0.
 */
@Extension
public final class SaSolverSampler implements Sampler {

    private static final String VARIANT = "variant";
    private static final String PREDICTOR_ORDER = "predictor_order";
    private static final String CORRECTOR_ORDER = "corrector_order";
    private static final String ALGORITHM = "algorithm_type";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";
    private static final String SIMPLE_ORDER_2 = "simple_order_2";
    private static final String PECE = "use_pece";
    private static final String NOISE = "s_noise";

    private static final Map<String, String> EVALUATES_TWICE = Map.of(PECE, "true");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "sa_solver", "SA-Solver", "Stochastic predictor and corrector with noise in the middle of the run.")
            .alias("k_sa_solver", "sample_sa_solver")
            .alias("sa_solver_pece", EVALUATES_TWICE)
            .alias("k_sa_solver_pece", EVALUATES_TWICE)
            .alias("sample_sa_solver_pece", EVALUATES_TWICE)
            .alias(
                    "SASolverScheduler",
                    Map.of(VARIANT, "diffusers", PREDICTOR_ORDER, "2", CORRECTOR_ORDER, "2", SIMPLE_ORDER_2, "true"))
            .from("Xue et al. 2023, arXiv:2309.05019, Algorithm 1")
            .option(
                    OptionSpec.choice(
                            VARIANT,
                            "comfyui",
                            List.of("comfyui", "diffusers"),
                            "Whose rules for tau and for the orders of the last steps."),
                    OptionSpec.integer(PREDICTOR_ORDER, 3, 1, 6, "How many evaluations the predictor uses."),
                    OptionSpec.integer(
                            CORRECTOR_ORDER, 4, 0, 6, "How many evaluations the corrector uses; 0 for none."),
                    OptionSpec.choice(
                            ALGORITHM,
                            "data_prediction",
                            List.of("data_prediction", "noise_prediction"),
                            "Integrate estimates of x0, or of the noise."),
                    OptionSpec.flag(
                            LOWER_ORDER_FINAL,
                            true,
                            "Lower orders for the last steps; ComfyUI does so for schedules that end at 0."),
                    OptionSpec.flag(
                            SIMPLE_ORDER_2,
                            false,
                            "The paper's simpler coefficients for two evaluations (appendix D)."),
                    OptionSpec.flag(PECE, false, "Evaluate the corrected state again."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."),
                    LogSnr.flowShift())
            .option(Tau.options())
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int corrections = 0;
        for (int i = 1; i < sigmas.steps() && options.integer(CORRECTOR_ORDER) > 0; i++) {
            corrections += sigmas.at(i) < sigmas.at(i - 1) ? 1 : 0;
        }
        return Workload.of(sigmas.steps(), sigmas.steps() + (options.flag(PECE) ? corrections : 0));
    }

    @Override
    public void check(Setting setting) {
        if (setting.process().isFlow() && setting.options().text(ALGORITHM).equals("noise_prediction")) {
            throw new InvalidRequestException(
                    "option " + ALGORITHM + ": expected data_prediction for a flow model, found noise_prediction");
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule given, SamplerContext context) {
        Options options = context.options();
        LogSnr time = LogSnr.of(context.process());
        SigmaSchedule sigmas =
                time.awayFromPureNoise(given, options.number(LogSnr.flowShift().name()));
        EstimateLimit limit = EstimateLimit.of(options);
        boolean diffusers = options.text(VARIANT).equals("diffusers");
        boolean pece = options.flag(PECE);
        SaStep step = new SaStep(time, options.text(ALGORITHM).equals("data_prediction"), options.flag(SIMPLE_ORDER_2));
        Tau tau = Tau.of(options, context.process());
        int predictorOrder = options.integer(PREDICTOR_ORDER);
        int correctorOrder = options.integer(CORRECTOR_ORDER);
        // At least two: the corrector starts from the level of the last but one, whether or not it weighs it.
        History outputs = new History(Math.max(2, Math.max(predictorOrder, correctorOrder)));
        boolean toZero = sigmas.at(sigmas.steps()) == 0;
        boolean easesOut = options.flag(LOWER_ORDER_FINAL) && (diffusers || toZero);

        Latent start = x;
        double lastTau = 0;
        @Nullable Latent lastNoise = null;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            // How many steps are left to the last level above 0.
            int left = sigmas.steps() - i - (toZero ? 1 : 0);
            Latent x0 = limit.apply(denoiser.denoise(x, sigma).denoised());
            outputs.add(sigma, step.output(x, sigma, x0));

            boolean moved = i > 0 && sigma < sigmas.at(i - 1);
            if (moved && correctorOrder > 0 && (next > 0 || pece)) {
                int order = Math.min(correctorOrder, outputs.size());
                if (easesOut) {
                    order = Math.min(order, left + (diffusers ? 2 : 1));
                }
                double[] weights = step.corrector(outputs.times(Math.max(order, 2)), order, lastTau);
                x = step.take(start, sigmas.at(i - 1), sigma, outputs, weights, lastTau, lastNoise);
                if (pece) {
                    x0 = limit.apply(denoiser.denoise(x, sigma).denoised());
                    outputs.add(sigma, step.output(x, sigma, x0));
                }
            }
            start = x;
            if (next == 0) {
                x = x0;
            } else if (next < sigma) {
                int order = Math.min(predictorOrder, outputs.size());
                if (easesOut) {
                    order = Math.min(order, left);
                }
                lastTau = diffusers ? tau.atTimestep(sigma) : tau.at(next);
                double factor = options.number(NOISE);
                lastNoise =
                        lastTau > 0 && factor > 0 ? context.noise(sigma, next).times(factor) : null;
                double[] weights = step.predictor(outputs.times(order), next, lastTau);
                x = step.take(start, sigma, next, outputs, weights, lastTau, lastNoise);
            }
            context.step(i, given.at(i), next, x, x0);
        }
        return x;
    }
}
