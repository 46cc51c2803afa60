package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.MultistepHistory;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;

/**
 * How far a solver follows the reverse-time SDE instead of the probability flow ODE.
 *
 * @param eta 0 for the ODE, 1 for the SDE of Song et al. 2021
 * @param sNoise factor of the noise
 */
record ReverseSde(double eta, double sNoise) {

    static final String ETA = "eta";
    static final String NOISE = "s_noise";

    static OptionSpec[] options() {
        return new OptionSpec[] {
            OptionSpec.number(ETA, 1, 0, 100, "Share of fresh noise: 0 none, 1 as in the reverse SDE."),
            OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise.")
        };
    }

    static ReverseSde of(Options options) {
        return new ReverseSde(options.number(ETA), options.number(NOISE));
    }

    /** Returns the share of noise, relative to sigma, that a step of length h in lambda replaces by fresh noise. */
    double fresh(double h) {
        return sNoise == 0 ? 0 : sNoise * Math.sqrt(-Math.expm1(-2 * eta * h));
    }

    /** Returns what is left of the state's noise, relative to sigma, after a step of length h in lambda. */
    double left(double h) {
        return Math.exp(-eta * h);
    }

    /** Takes a step of length h in lambda of the highest order that the history allows. */
    Latent step(
            MultistepHistory history,
            Latent x,
            double sigma,
            double next,
            double h,
            ExponentialWeights weights,
            SamplerContext context) {
        double kept = next / sigma * left(h);
        double up = next * fresh(h);
        return up > 0
                ? history.step(kept, x, weights, h, history.size(), up, context.brownian(sigma, next))
                : history.step(kept, x, weights, h, history.size());
    }

    /** Returns the levels of a run, the first of which is never a flow's pure noise. */
    static SigmaSchedule levels(LogSnr snr, SigmaSchedule sigmas, Options options) {
        return snr.awayFromPureNoise(sigmas, options.number(LogSnr.flowShift().name()));
    }

    /** Returns the workload of a solver that evaluates a number of times within a step, once in a step to 0. */
    static Workload workload(SigmaSchedule sigmas, int stages) {
        int evaluations = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            double next = sigmas.at(i + 1);
            evaluations += next > 0 && next < sigmas.at(i) ? stages : 1;
        }
        return Workload.of(sigmas.steps(), evaluations);
    }

    /** Returns the exponent over which a step of length h in lambda integrates estimates of x0. */
    double z(double h) {
        return -(1 + eta) * h;
    }
}
