package dev.darkroom.plugin.sampler.sa;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Quadrature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of SA-Solver (Xue et al. 2023, arXiv:2309.05019): the exact solution of the linear part of the reverse SDE over a
 * step (equation 8) with the polynomial in lambda through the outputs in place of the model (equations 14 and 17).
 *
 * @param time lambda, half the log signal-to-noise ratio
 * @param data whether the outputs are estimates of x0, else of the noise
 * @param simpleOrder2 whether two outputs are weighed by the simpler coefficients of appendix D (estimates of x0 only)
 */
record SaStep(LogSnr time, boolean data, boolean simpleOrder2) {

    /** Returns what is integrated. */
    Latent output(Latent x, double sigma, Latent x0) {
        return data ? x0 : Latent.sum(1 / sigma, x, -time.signal(sigma) / sigma, x0);
    }

    /**
     * Takes a step: state, outputs and noise, each times its factor.
     *
     * @param x the state the step starts from
     * @param weights for the newest outputs
     * @param noise unit normal noise; absent for none
     */
    Latent take(
            Latent x, double from, double to, History outputs, double[] weights, double tau, @Nullable Latent noise) {
        double h = time.lambda(to) - time.lambda(from);
        double keep = data ? Math.exp(-tau * tau * h) * to / from : time.signal(to) / time.signal(from);
        if (noise == null) {
            return outputs.sum(keep, x, weights);
        }
        double deviation =
                data ? to * Math.sqrt(-Math.expm1(-2 * tau * tau * h)) : tau * to * Math.sqrt(Math.expm1(2 * h));
        int n = weights.length;
        double[] all = new double[n + 2];
        List<Latent> terms = new ArrayList<>(n + 2);
        all[0] = keep;
        terms.add(x);
        for (int k = 0; k < n; k++) {
            all[k + 1] = weights[k];
            terms.add(outputs.value(k));
        }
        all[n + 1] = deviation;
        terms.add(noise);
        return Latent.sum(all, terms);
    }

    /**
     * Returns the weights of the predictor.
     *
     * @param sigmas the levels of the outputs it uses, newest first, the first being where the step begins
     * @param to the level it ends at
     */
    double[] predictor(double[] sigmas, double to, double tau) {
        double start = time.lambda(sigmas[0]);
        double h = time.lambda(to) - start;
        if (simpleOrder2 && data && sigmas.length == 2) {
            double rate = 1 + tau * tau;
            double older = time.signal(to) * 0.5 * rate * h * h / (time.lambda(sigmas[1]) - start);
            return new double[] {-time.signal(to) * Math.expm1(-rate * h) - older, older};
        }
        return weights(sigmas, sigmas.length, start, to, tau);
    }

    /**
     * Returns the weights of the corrector.
     *
     * @param sigmas the levels of the newest outputs, at least two: where the step ends and where it began
     * @param order how many of them to use
     */
    double[] corrector(double[] sigmas, int order, double tau) {
        double to = sigmas[0];
        double start = time.lambda(sigmas[1]);
        if (simpleOrder2 && data && order == 2) {
            double h = time.lambda(to) - start;
            double rate = 1 + tau * tau;
            double newer = time.signal(to) * 0.5 * rate * h;
            return new double[] {newer, -time.signal(to) * Math.expm1(-rate * h) - newer};
        }
        return weights(sigmas, order, start, to, tau);
    }

    private double[] weights(double[] sigmas, int order, double start, double to, double tau) {
        double h = time.lambda(to) - start;
        double rate = data ? 1 + tau * tau : -1;
        double[] nodes = new double[order];
        double[] moments = new double[order];
        double power = 1;
        // By parts: rate times the integral of u^p e^(rate (u - h)) for u from 0 to h, less the exponential's part for
        // noise.
        for (int p = 0; p < order; p++) {
            nodes[p] = time.lambda(sigmas[p]) - start;
            moments[p] = p == 0 ? -Math.expm1(-rate * h) : power - p / rate * moments[p - 1];
            power *= h;
        }
        double[] weights = Quadrature.weights(nodes, moments);
        // For noise the rate cancels the sign, and e^(-lambda) times the signal is left of sigma: the level at the end.
        double scale = data ? time.signal(to) : (1 + tau * tau) * to;
        for (int p = 0; p < order; p++) {
            weights[p] *= scale;
        }
        return weights;
    }
}
