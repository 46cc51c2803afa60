package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.pf4j.Extension;

/**
 * Cui et al. 2023, <i>Elucidating the Solution Space of Extended Reverse-Time SDE for Diffusion Models</i>
 * (arXiv:2309.06169), ER-SDE-Solver-1 to 3 (Algorithms 1 to 3) in estimates of x0: a Taylor expansion over {@code lambda =
 * sigma / signal} under an SDE whose noise a function phi of lambda scales.
 *
 * <p>Up to three stages, one evaluation a step, one draw for each step but the one to sigma 0, which ends at the estimate
 * of x0. The integrals of 1/phi are sums over 200 points from the end of the step, as in the authors' program: pictures
 * depend on it, and the order for short steps is 1.
 */
@Extension
public final class ErSdeSampler implements Sampler {

    private static final String STAGES = "max_stage";
    private static final String TYPE = "solver_type";
    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";
    private static final int POINTS = 200;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "er_sde",
                    "ER-SDE",
                    "Third-order solver of an SDE with noise where it helps; good from 10 to 30 steps.")
            .alias("k_er_sde", "sample_er_sde")
            .from("Cui et al. 2023, arXiv:2309.06169, Algorithms 1 to 3")
            .option(
                    OptionSpec.integer(STAGES, 3, 1, 3, "How many terms of the expansion to use."),
                    OptionSpec.choice(
                            TYPE,
                            "ER-SDE",
                            List.of("ER-SDE", "Reverse-time SDE", "ODE"),
                            "The scale of the noise: the paper's, that of the reverse-time SDE, or none."),
                    OptionSpec.number(ETA, 1, 0, 100, "How much noise the reverse-time SDE has."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule given, SamplerContext context) {
        Options options = context.options();
        LogSnr time = LogSnr.of(context.process());
        SigmaSchedule sigmas =
                time.awayFromPureNoise(given, options.number(LogSnr.flowShift().name()));
        DoubleUnaryOperator phi = noiseScale(options);
        // Estimates by lambda.
        History estimates = new History(options.integer(STAGES));
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent x0 = denoiser.denoise(x, sigma).denoised();
            double lambda = sigma / time.signal(sigma);
            estimates.add(lambda, x0);
            if (next == 0) {
                x = x0;
            } else {
                double nextLambda = next / time.signal(next);
                double r = phi.applyAsDouble(nextLambda) / phi.applyAsDouble(lambda);
                double[] weights = weights(estimates, nextLambda, r, phi);
                Terms terms = new Terms().add(r * time.signal(next) / time.signal(sigma), x);
                for (int k = 0; k < weights.length; k++) {
                    terms.add(time.signal(next) * weights[k], estimates.value(k));
                }
                double noise =
                        noise(options) * Math.sqrt(Math.max(0, nextLambda * nextLambda - lambda * lambda * r * r));
                if (noise > 0) {
                    terms.add(time.signal(next) * noise, context.noise(sigma, next));
                }
                x = terms.sum();
            }
            context.step(i, given.at(i), next, x, x0);
        }
        return x;
    }

    /** Returns the function phi of the paper's section 4. */
    private static DoubleUnaryOperator noiseScale(Options options) {
        return switch (options.text(TYPE)) {
            case "ER-SDE" -> lambda -> lambda * (Math.exp(Math.pow(lambda, 0.3)) + 10);
            case "ODE" -> lambda -> lambda;
            default -> lambda -> Math.pow(lambda, options.number(ETA) + 1);
        };
    }

    private static double noise(Options options) {
        return options.text(TYPE).equals("ODE") ? 0 : options.number(NOISE);
    }

    /** Returns the weights of the estimates, newest first: a Taylor expansion whose derivatives are divided differences. */
    private static double[] weights(History estimates, double next, double r, DoubleUnaryOperator phi) {
        int stages = estimates.size();
        double[] weights = new double[stages];
        weights[0] = 1 - r;
        if (stages == 1) {
            return weights;
        }
        double lambda = estimates.time(0);
        double dt = next - lambda;
        double width = -dt / POINTS;
        double sum = 0;
        double firstMoment = 0;
        for (int k = 0; k < POINTS; k++) {
            double at = next + k * width;
            double inverse = 1 / phi.applyAsDouble(at);
            sum += inverse;
            firstMoment += (at - lambda) * inverse;
        }
        double scale = phi.applyAsDouble(next) * width;
        double change = 1 / (lambda - estimates.time(1));
        double second = dt + sum * scale;
        weights[0] += second * change;
        weights[1] -= second * change;
        if (stages == 3) {
            double third = (dt * dt / 2 + firstMoment * scale) / ((lambda - estimates.time(2)) / 2);
            double changeBefore = 1 / (estimates.time(1) - estimates.time(2));
            weights[0] += third * change;
            weights[1] -= third * (change + changeBefore);
            weights[2] += third * changeBefore;
        }
        return weights;
    }
}
