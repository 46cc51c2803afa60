package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The single-step solvers 1S, 2S and 3S in the form of diffusers: of DPM-Solver++ (Lu et al. 2022, arXiv:2211.01095, Algorithm
 * 1; estimates of x0), of DPM-Solver (Lu et al. 2022, arXiv:2206.00927, Algorithms 1 and 2; estimates of the noise), and of
 * the reverse SDE. The levels are taken in groups of {@code solver_order}; from the first level of a group each next one is
 * reached anew, with one estimate more.
 *
 * <p>Order {@code solver_order} a group. One evaluation a level, so that 2S makes half as many real steps as there are
 * levels; the states inside a group are of lower order. Draws one independent noise a level for {@code sde-dpmsolver++}, but
 * none to sigma 0.
 */
@Extension
public final class DpmSinglestepSampler implements Sampler {

    private static final String ORDER = "solver_order";
    private static final String ALGORITHM = "algorithm_type";
    private static final String DATA = "dpmsolver++";
    private static final String NOISE = "dpmsolver";
    private static final String SDE = "sde-dpmsolver++";
    private static final String TYPE = "solver_type";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";

    private static final Map<String, String> THIRD = Map.of(ORDER, "3");
    private static final Map<String, String> DPM_2S = Map.of(ALGORITHM, NOISE);
    private static final Map<String, String> DPM_3S = Map.of(ALGORITHM, NOISE, ORDER, "3");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_2s",
                    "DPM++ 2S",
                    "Second order from pairs of evaluations, without memory of the steps before.")
            .alias("DPMSolverSinglestepScheduler", "k_dpmpp_2s")
            .alias("dpmpp_3s", THIRD)
            .alias("DPM++ 3S", THIRD)
            .alias("dpm_2s", DPM_2S)
            .alias("DPM-Solver 2S", DPM_2S)
            .alias("dpm_3s", DPM_3S)
            .alias("DPM-Solver 3S", DPM_3S)
            .from("Lu et al. 2022, arXiv:2211.01095, Algorithm 1; diffusers")
            .option(
                    OptionSpec.integer(ORDER, 2, 1, 3, "Levels in a group: 1 is DDIM, 2 is 2S, 3 is 3S."),
                    OptionSpec.choice(
                            ALGORITHM, DATA, List.of(DATA, NOISE, SDE), "Estimates of x0 or of the noise, or the SDE."),
                    OptionSpec.choice(
                            TYPE, "midpoint", List.of("midpoint", "heun"), "Weight of the slope and the curvature."),
                    OptionSpec.flag(
                            LOWER_ORDER_FINAL,
                            false,
                            "Smaller groups at the end; always so if it is sigma 0 or the levels do not fill their groups."))
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        if (setting.process().isFlow() && setting.options().text(ALGORITHM).equals(NOISE)) {
            throw new InvalidRequestException("option " + ALGORITHM + ": expected " + DATA + " or " + SDE
                    + " for a flow model, found " + NOISE + ", which needs a model that predicts noise, x0 or v");
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        EstimateLimit limit = EstimateLimit.of(options);
        boolean data = !options.text(ALGORITHM).equals(NOISE);
        boolean sde = options.text(ALGORITHM).equals(SDE);
        boolean midpoint = options.text(TYPE).equals("midpoint");
        int[] orders = orders(sigmas, options.integer(ORDER), options.flag(LOWER_ORDER_FINAL));
        LogSnr snr = LogSnr.of(context.process());
        Group group = new Group(x, sigmas.at(0), snr);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            if (orders[i] == 1 || group.cannotGoOnAt(sigma)) {
                group = new Group(x, sigma, snr);
            }
            group.add(sigma, data ? denoised : Latent.sum(1 / sigma, x, -1 / sigma, denoised));
            if (next == 0) {
                x = denoised;
            } else if (group.isAbove(next)) {
                x = sde
                        ? group.stepWithNoise(next, midpoint, context.noise(sigma, next))
                        : group.step(next, data, midpoint);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    /** Returns how many estimates each step uses at most; 1 begins a group. */
    static int[] orders(SigmaSchedule sigmas, int order, boolean lowerOrderFinal) {
        int steps = sigmas.steps();
        int[] orders = new int[steps];
        for (int i = 0; i < steps; i++) {
            orders[i] = i % order + 1;
        }
        // A group that the levels do not fill ends in a lower order as it is.
        if (sigmas.at(steps) == 0 || (lowerOrderFinal && steps % order == 0)) {
            orders[steps - 1] = 1;
        }
        return orders;
    }
}
