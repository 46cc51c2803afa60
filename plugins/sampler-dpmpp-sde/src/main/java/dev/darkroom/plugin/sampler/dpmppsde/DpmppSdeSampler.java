package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import org.pf4j.Extension;

/**
 * DPM-Solver++ (stochastic) of k-diffusion: the single-step solver of Lu et al. 2022, <i>DPM-Solver++</i>, Algorithm 1, both of
 * whose stages are ancestral; on a rectified flow as in ComfyUI.
 *
 * <p>Order 2 (without noise), two evaluations a step, one for a step to sigma 0. Two increments of the Brownian path a step
 * that does not end at 0, from the step's beginning to its middle and to its end; none with {@code eta} 0.
 */
@Extension
public final class DpmppSdeSampler implements Sampler {

    private static final String MIDDLE = "r";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpmpp_sde",
                    "DPM++ SDE",
                    "Two evaluations a step and fresh noise in each; good from 10 to 25 steps.")
            .alias("k_dpmpp_sde", "sample_dpmpp_sde", "dpmpp_sde_gpu", "sample_dpmpp_sde_gpu", "DPMSolverSDEScheduler")
            .from("Lu et al. 2022, arXiv:2211.01095, Algorithm 1; k-diffusion")
            .option(ReverseSde.options())
            .option(
                    OptionSpec.number(MIDDLE, 0.5, 0.01, 1, "Where within a step the second evaluation is."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        return ReverseSde.workload(sigmas, 2);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        ReverseSde sde = ReverseSde.of(context.options());
        double r = context.options().number(MIDDLE);
        LogSnr snr = LogSnr.of(context.process());
        SigmaSchedule levels = ReverseSde.levels(snr, sigmas, context.options());
        for (int i = 0; i < levels.steps(); i++) {
            double sigma = levels.at(i);
            double next = levels.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            if (next == 0) {
                x = denoised;
            } else if (next < sigma) {
                double from = snr.lambda(sigma);
                double to = snr.lambda(next);
                double middle = Math.max(next, snr.sigma(from + r * (to - from)));
                Stage first = Stage.of(snr, sigma, middle, sde);
                Latent there = first.up() > 0
                        ? Latent.sum(
                                first.kept(), x, first.moved(), denoised, first.up(), context.brownian(sigma, middle))
                        : Latent.sum(first.kept(), x, first.moved(), denoised);
                Latent second = denoiser.denoise(there, middle).denoised();
                Stage whole = Stage.of(snr, sigma, next, sde);
                double ofSecond = whole.moved() / (2 * r);
                double ofFirst = whole.moved() - ofSecond;
                x = whole.up() > 0
                        ? Latent.sum(
                                whole.kept(),
                                x,
                                ofFirst,
                                denoised,
                                ofSecond,
                                second,
                                whole.up(),
                                context.brownian(sigma, next))
                        : Latent.sum(whole.kept(), x, ofFirst, denoised, ofSecond, second);
            }
            context.step(i, sigmas.at(i), next, x, denoised);
        }
        return x;
    }

    /**
     * An ancestral step of the state over its signal factor, which is a variance-exploding one.
     *
     * @param kept the weight of the state
     * @param moved the weight of the estimate of x0
     * @param up the weight of fresh noise
     */
    private record Stage(double kept, double moved, double up) {

        static Stage of(LogSnr snr, double sigma, double next, ReverseSde sde) {
            double signal = snr.signal(next);
            double from = sigma / snr.signal(sigma);
            AncestralStep step = AncestralStep.exploding(from, next / signal, sde.eta());
            double share = step.down() / from;
            return new Stage(
                    signal / snr.signal(sigma) * share, signal * (1 - share), signal * step.up() * sde.sNoise());
        }
    }
}
