package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.OptionalDouble;
import org.pf4j.Extension;

/**
 * DPM-Solver-12 and 23 with adaptive step size: Lu et al. 2022, <i>DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic
 * Model Sampling in Around 10 Steps</i>, section 3.4, with the controller of k-diffusion. Of the schedule only the ends count:
 * the number of steps is the solver's own.
 *
 * <p>{@code order} evaluations for each step tried; only accepted steps are reported. One draw a step but the last if {@code
 * eta} is above 0. Ends at the smallest level above 0, as in A1111 and ComfyUI. A batch shares its step sizes.
 */
@Extension
public final class DpmAdaptiveSampler implements Sampler {

    private static final String ORDER = "order";
    private static final String RTOL = "rtol";
    private static final String ATOL = "atol";
    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    /** How near to the end, in log sigma, counts as there. */
    private static final double NEAR = 1e-5;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dpm_adaptive",
                    "DPM adaptive",
                    "Chooses its own steps by their error, whatever number is asked for.")
            .alias("k_dpm_ad", "k_dpm_adaptive", "sample_dpm_adaptive")
            .from("Lu et al. 2022, arXiv:2206.00927, section 3.4; k-diffusion")
            .option(
                    OptionSpec.integer(ORDER, 3, 2, 3, "Order of the solution kept: 2 or 3."),
                    OptionSpec.number(RTOL, 0.05, 0, 100, "Tolerated error, as a share of the state."),
                    OptionSpec.number(ATOL, 0.0078, 1e-6, 100, "Tolerated error at least."),
                    OptionSpec.number("h_init", 0.05, 1e-5, 100, "First step size, in log sigma."),
                    OptionSpec.number("pcoeff", 0, 0, 100, "Proportional coefficient of the step size control."),
                    OptionSpec.number("icoeff", 1, 0, 100, "Integral coefficient of the step size control."),
                    OptionSpec.number("dcoeff", 0, 0, 100, "Derivative coefficient of the step size control."),
                    OptionSpec.number(
                            "accept_safety",
                            0.81,
                            0,
                            1,
                            "Reject a step whose size the control would cut below this share."),
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
        int order = options.integer(ORDER);
        // What a picture of average detail takes by default.
        int steps = order == 3 ? 9 : 15;
        return Workload.about(steps, steps * order);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        double eta = options.number(ETA);
        boolean third = options.integer(ORDER) == 3;
        StepSizeController control = new StepSizeController(options, eta > 0 ? 1.5 : options.integer(ORDER));
        double t = -Math.log(sigmas.at(0));
        double end = -Math.log(NoiseEstimates.last(sigmas, context.process()));
        Latent before = x;
        for (int i = 0; t < end - NEAR; ) {
            double next = Math.min(end, t + control.h());
            double[] split = NoiseEstimates.split(t, next, end, eta);
            NoiseEstimates step = new NoiseEstimates(denoiser, x, t, split[0] - t);
            double r = third ? 1.0 / 3 : 1.0 / 2;
            NoiseEstimates.Point middle = step.at(r);
            NoiseEstimates.Solution coarse = third ? step.second(r, middle) : step.first();
            NoiseEstimates.Solution fine =
                    third ? step.third(2.0 / 3, step.at(2.0 / 3, r, middle)) : step.second(r, middle);
            Latent high = step.reach(fine);
            Latent apart = step.difference(coarse, fine);
            Latent low = high.plus(apart);
            double sigma = Math.exp(-t);
            Difference difference = Difference.of(apart, low, before, options);
            if (!Double.isFinite(difference.error())) {
                throw new NonFiniteException(
                        "denoiser",
                        i,
                        sigma,
                        high.countNonFinite(),
                        high.shape().elements());
            }
            if (control.accepts(difference.error())) {
                double up = split[1] * options.number(NOISE);
                double reached = Math.exp(-next);
                before = low;
                x = up > 0 ? high.plus(up, context.noise(sigma, reached)) : high;
                t = next;
                context.step(i++, sigma, reached, x, step.denoised(), OptionalDouble.of(difference.rms()));
            }
        }
        return x;
    }

    /**
     * How far the embedded pair of solutions is apart, as root mean squares.
     *
     * @param error relative to what is tolerated
     * @param rms in units of the state
     */
    private record Difference(double error, double rms) {

        static Difference of(Latent apart, Latent low, Latent before, Options options) {
            return new Difference(
                    apart.errorNorm(low, before, options.number(ATOL), options.number(RTOL)), apart.rms());
        }
    }
}
