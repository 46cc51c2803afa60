package dev.darkroom.plugin.sampler.deis;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Quadrature;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import org.pf4j.Extension;

/**
 * DEIS as in diffusers: Zhang and Chen 2023 (arXiv:2204.13902), the multistep solver whose noise is a polynomial in
 * {@code log rho}, {@code rho = sigma / signal} being the noise level of the variance-exploding state. The integrals have
 * closed forms.
 *
 * <p>Order up to {@code solver_order} (globally limited to 2 by the first step, which is of first order), one evaluation
 * a step, no noise. A step to sigma 0 is of first order; diffusers' own schedules never make one. ComfyUI means another
 * solver by DEIS: see {@link DeisSampler}.
 */
@Extension
public final class DeisLogRhoSampler implements Sampler {

    private static final String ORDER = "solver_order";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";

    /** Below this many steps {@code lower_order_final} acts. */
    private static final int FEW_STEPS = 15;

    /** The signal of a rectified flow at sigma 1, where log rho would be infinite. */
    private static final double LEAST_SIGNAL = 1e-6;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "deis_logrho",
                    "DEIS multistep",
                    "Exponential integrator with a polynomial in log rho; diffusers' DEIS.")
            .alias("DEISMultistepScheduler")
            .from("Zhang and Chen 2023, arXiv:2204.13902")
            .option(
                    OptionSpec.integer(ORDER, 2, 1, 3, "How many evaluations a step uses."),
                    OptionSpec.flag(LOWER_ORDER_FINAL, true, "Lower orders for the last steps below 15 steps."),
                    OptionSpec.choice("algorithm_type", "deis", List.of("deis"), "There is one."),
                    OptionSpec.choice(
                            "solver_type",
                            "logrho",
                            List.of("logrho", "midpoint", "heun", "bh1", "bh2"),
                            "There is one; the types of other schedulers are taken for it, as in diffusers."))
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        DiffusionProcess process = context.process();
        EstimateLimit limit = EstimateLimit.of(options);
        boolean easesOut = options.flag(LOWER_ORDER_FINAL) && sigmas.steps() < FEW_STEPS;
        History noises = new History(options.integer(ORDER));
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double signal = signal(process, sigma);
            double rho = sigma / signal;
            Latent x0 = limit.apply(denoiser.denoise(x, sigma).denoised());
            noises.add(rho, Latent.sum(1 / sigma, x, -signal / sigma, x0));
            int order = noises.size();
            if (easesOut) {
                order = Math.min(order, sigmas.steps() - i);
            }
            if (next == 0) {
                x = x0;
            } else {
                double nextSignal = signal(process, next);
                double[] weights = weights(noises.times(order), next / nextSignal);
                for (int k = 0; k < order; k++) {
                    weights[k] *= nextSignal;
                }
                x = noises.sum(nextSignal / signal, x, x0, signal, sigma, weights);
            }
            context.step(i, sigma, next, x, x0);
        }
        return x;
    }

    /** Returns the integrals over rho of the Lagrange polynomials in log rho, newest evaluation first. */
    private static double[] weights(double[] rhos, double next) {
        double[] nodes = new double[rhos.length];
        double[] moments = new double[rhos.length];
        double u = Math.log(next / rhos[0]);
        double power = 1;
        for (int p = 0; p < nodes.length; p++) {
            nodes[p] = Math.log(rhos[p] / rhos[0]);
            // By parts: the integral of u^p e^u.
            moments[p] = p == 0 ? next - rhos[0] : next * power - p * moments[p - 1];
            power *= u;
        }
        return Quadrature.weights(nodes, moments);
    }

    private static double signal(DiffusionProcess process, double sigma) {
        return Math.max(process.signal(sigma), LEAST_SIGNAL);
    }
}
