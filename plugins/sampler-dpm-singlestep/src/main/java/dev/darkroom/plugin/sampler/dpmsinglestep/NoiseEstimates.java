package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;

/**
 * The steps of DPM-Solver-1, 2 and 3 from one state (Lu et al. 2022, arXiv:2206.00927, Algorithms 1 and 2 and equation 3.7) in
 * the time {@code t = -log sigma}, as k-diffusion takes them. Estimates of the noise are made once and kept.
 */
final class NoiseEstimates {

    private final Denoiser denoiser;
    private final Latent x;
    private final double t;
    private final double h;
    private final Latent denoised;
    private final Latent epsilon;

    /**
     * Evaluates the model at the state.
     *
     * @param denoiser the model
     * @param x the state
     * @param t its time
     * @param h how far the step goes, above 0
     */
    NoiseEstimates(Denoiser denoiser, Latent x, double t, double h) {
        this.denoiser = denoiser;
        this.x = x;
        this.t = t;
        this.h = h;
        this.denoised = denoiser.denoise(x, Math.exp(-t)).denoised();
        this.epsilon = epsilon(x, denoised, t);
    }

    Latent denoised() {
        return denoised;
    }

    Latent first() {
        return towards(1);
    }

    /** Returns an estimate of the noise at {@code t + r h}, where a first-order step leads. */
    Latent at(double r) {
        return evaluate(towards(r), t + r * h);
    }

    /** Returns an estimate of the noise at {@code t + r2 h}, where a second-order step by way of one at r1 leads. */
    Latent at(double r2, double r1, Latent epsilon1) {
        double sigma = Math.exp(-t - r2 * h);
        double slope = sigma * r2 / r1 * (Math.expm1(r2 * h) / (r2 * h) - 1);
        return evaluate(Latent.sum(1, x, slope - sigma * Math.expm1(r2 * h), epsilon, -slope, epsilon1), t + r2 * h);
    }

    Latent second(double r, Latent epsilon1) {
        double whole = Math.exp(-t - h) * Math.expm1(h);
        double slope = whole / (2 * r);
        return Latent.sum(1, x, slope - whole, epsilon, -slope, epsilon1);
    }

    Latent third(double r2, Latent epsilon2) {
        double sigma = Math.exp(-t - h);
        double slope = sigma / r2 * (Math.expm1(h) / h - 1);
        return Latent.sum(1, x, slope - sigma * Math.expm1(h), epsilon, -slope, epsilon2);
    }

    private Latent towards(double r) {
        return Latent.sum(1, x, -Math.exp(-t - r * h) * Math.expm1(r * h), epsilon);
    }

    private Latent evaluate(Latent state, double time) {
        return epsilon(state, denoiser.denoise(state, Math.exp(-time)).denoised(), time);
    }

    private static Latent epsilon(Latent state, Latent estimate, double time) {
        double inverse = Math.exp(time);
        return Latent.sum(inverse, state, -inverse, estimate);
    }

    /**
     * Splits a step ancestrally so that its noiseless part does not go past the end of the run.
     *
     * @return the time the noiseless part ends at, and the deviation of the noise to add
     */
    static double[] split(double t, double next, double end, double eta) {
        if (eta == 0) {
            return new double[] {next, 0};
        }
        double sigma = Math.exp(-next);
        double down = Math.max(
                Math.exp(-end),
                AncestralStep.exploding(Math.exp(-t), sigma, eta).down());
        return new double[] {Math.min(end, -Math.log(down)), Math.sqrt(Math.max(0, (sigma - down) * (sigma + down)))};
    }

    /**
     * Returns the level at which these solvers stop, which cannot reach 0: the smallest positive one, as in ComfyUI, or the
     * smallest the model knows if that is the first, as in A1111.
     */
    static double last(SigmaSchedule sigmas, DiffusionProcess process) {
        for (int i = sigmas.steps(); i > 0; i--) {
            if (sigmas.at(i) > 0 && sigmas.at(i) < sigmas.at(0)) {
                return sigmas.at(i);
            }
        }
        return Math.min(process.sigmaMin(), sigmas.at(0) / 2);
    }

    static void check(Sampler.Setting setting, double eta) {
        if (setting.process().isFlow() && eta > 0) {
            throw new InvalidRequestException("option eta: expected 0 for a flow model, found " + eta
                    + "; ancestral solvers for flows are euler_ancestral and dpmpp_2s_ancestral");
        }
    }
}
