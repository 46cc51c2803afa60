package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import org.pf4j.Extension;

/**
 * DPM-Solver-fast: Lu et al. 2022, <i>DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic Model Sampling in Around 10
 * Steps</i>, section 3.4, as in k-diffusion. A number of evaluations is spent on steps of third order, the rest on the last
 * one or two. Of the schedule only the ends count: the steps between them are even in log sigma.
 *
 * <p>Exactly {@code n} evaluations. One draw a step but the last if {@code eta} is above 0. Ends at the smallest level above 0,
 * with that much noise left in the picture, as in A1111 and ComfyUI.
 */
@Extension
public final class DpmFastSampler implements Sampler {

    private static final String EVALUATIONS = "n";
    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpm_fast", "DPM fast", "As good as few evaluations allow; spends them on third-order steps.")
            .alias("k_dpm_fast", "sample_dpm_fast")
            .from("Lu et al. 2022, arXiv:2206.00927, section 3.4; k-diffusion")
            .option(
                    OptionSpec.integer(
                            EVALUATIONS, 0, 0, 10_000, "How many evaluations to spend; 0 for one each step asked for."),
                    OptionSpec.number(ETA, 0, 0, 100, "Share of fresh noise: 0 none, 1 as in ancestral sampling."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        NoiseEstimates.check(setting, setting.options().number(ETA));
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int evaluations = evaluations(sigmas, options);
        return Workload.of(evaluations / 3 + 1, evaluations);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        int left = evaluations(sigmas, options);
        int steps = left / 3 + 1;
        double start = -Math.log(sigmas.at(0));
        double end = -Math.log(NoiseEstimates.last(sigmas, context.process()));
        for (int i = 0; i < steps; i++) {
            double t = start + (end - start) * i / steps;
            double next = i == steps - 1 ? end : start + (end - start) * (i + 1) / steps;
            double[] split = NoiseEstimates.split(t, next, end, options.number(ETA));
            double up = split[1] * options.number(NOISE);
            // A last full three is spent on two steps, so that the last of all is never of third order.
            int order = left == 3 ? 2 : Math.min(left, 3);
            left -= order;
            NoiseEstimates step = new NoiseEstimates(denoiser, x, t, split[0] - t);
            NoiseEstimates.Solution solution = switch (order) {
                case 1 -> step.first();
                case 2 -> step.second(1.0 / 2, step.at(1.0 / 2));
                default -> step.third(2.0 / 3, step.at(2.0 / 3, 1.0 / 3, step.at(1.0 / 3)));
            };
            x = step.reach(solution);
            double sigma = Math.exp(-t);
            double reached = Math.exp(-next);
            if (up > 0) {
                x = x.plus(up, context.noise(sigma, reached));
            }
            context.step(i, sigma, reached, x, step.denoised());
        }
        return x;
    }

    private static int evaluations(SigmaSchedule sigmas, Options options) {
        int n = options.integer(EVALUATIONS);
        return n == 0 ? sigmas.steps() : n;
    }
}
