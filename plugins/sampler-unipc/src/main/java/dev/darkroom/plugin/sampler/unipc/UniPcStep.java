package dev.darkroom.plugin.sampler.unipc;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Quadrature;

/**
 * The steps of UniPC in the B(h) form (Zhao et al. 2023, arXiv:2302.04867, equations 3 and 9 to 13), on time {@code lambda =
 * log(signal / sigma)}. Scalars are double throughout: in float, cancellation in the coefficients of short steps is seen in
 * the picture.
 *
 * @param predictX0 whether the outputs that are integrated are estimates of x0, else of noise
 * @param bh1 whether {@code B(h) = h}, else {@code e^h - 1}
 * @param snr whether signal is a rectified flow's {@code 1 - sigma}, else 1
 */
record UniPcStep(boolean predictX0, boolean bh1, boolean snr) {

    /** The signal of a rectified flow at sigma 1, where lambda would be infinite. */
    private static final double LEAST_SIGNAL = 1e-6;

    /** Returns what is integrated. */
    Latent output(Latent x, double sigma, Latent x0) {
        return predictX0 ? x0 : Latent.sum(1 / sigma, x, -signal(sigma) / sigma, x0);
    }

    /** UniP (Algorithm 2): steps to level {@code to} from the level of the newest output. */
    Latent predict(Latent x, History outputs, int order, double to) {
        return step(x, outputs, 0, order, to);
    }

    /** UniC (Algorithm 1): makes the step to the level of the newest output again, with that output. */
    Latent correct(Latent start, History outputs, int order) {
        return step(start, outputs, 1, order, outputs.time(0));
    }

    private Latent step(Latent x, History outputs, int from, int order, double to) {
        double sigma = outputs.time(from);
        double keep = predictX0 ? to / sigma : signal(to) / signal(sigma);
        return outputs.sum(keep, x, weights(outputs.times(from + order), from, to));
    }

    /**
     * Returns the weights of the outputs in a step.
     *
     * @param sigmas the levels of the outputs, newest first
     * @param from which of them the step begins at: 0 for the predictor, 1 for the corrector
     * @param to the level the step ends at
     */
    double[] weights(double[] sigmas, int from, double to) {
        double start = lambda(sigmas[from]);
        double h = lambda(to) - start;
        double z = predictX0 ? -h : h;
        double scale = predictX0 ? signal(to) : to;
        // Where in the step, 0 being its start and 1 its end, the other outputs were taken.
        double[] r = new double[sigmas.length - 1];
        for (int q = 0; q < r.length; q++) {
            r[q] = q < from ? 1 : (lambda(sigmas[q + 1]) - start) / h;
        }
        double[] shares = shares(r, z);
        double[] weights = new double[sigmas.length];
        weights[from] = -scale * Math.expm1(z);
        for (int q = 0; q < r.length; q++) {
            double share = scale * shares[q] / r[q];
            weights[q < from ? 0 : q + 1] -= share;
            weights[from] += share;
        }
        return weights;
    }

    /** Returns {@code B(h) a}, the vector a solving equation 11 (R a B(h) = phi); for one difference the paper's simpler 1/2. */
    private double[] shares(double[] r, double z) {
        double b = bh1 ? z : Math.expm1(z);
        if (r.length == 1) {
            return new double[] {b / 2};
        }
        double[] phi = new double[r.length];
        double factorial = 1;
        for (int k = 1; k <= r.length; k++) {
            factorial *= k;
            phi[k - 1] = factorial * tail(k, z);
        }
        return Quadrature.weights(r, phi);
    }

    /** Returns {@code z/(k+1)! + z^2/(k+2)! + ...}, which is {@code (e^z - 1)/z - 1} for k = 1. */
    private static double tail(int k, double z) {
        if (Math.abs(z) > 1) {
            double tail = Math.expm1(z) / z - 1;
            double factorial = 1;
            for (int j = 2; j <= k; j++) {
                factorial *= j;
                tail = tail / z - 1 / factorial;
            }
            return tail;
        }
        // The closed form loses digits to cancellation in short steps.
        double term = 1;
        for (int j = 2; j <= k; j++) {
            term /= j;
        }
        double sum = 0;
        for (int m = 1; m <= 20; m++) {
            term *= z / (m + k);
            sum += term;
        }
        return sum;
    }

    private double lambda(double sigma) {
        return Math.log(signal(sigma) / sigma);
    }

    private double signal(double sigma) {
        return snr ? Math.max(1 - sigma, LEAST_SIGNAL) : 1;
    }
}
