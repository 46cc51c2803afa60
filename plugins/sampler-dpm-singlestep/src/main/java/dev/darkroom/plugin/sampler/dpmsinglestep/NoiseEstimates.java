package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;

/**
 * The steps of DPM-Solver-1, 2 and 3 from one state (Lu et al. 2022, arXiv:2206.00927, Algorithms 1 and 2 and equation 3.7) in
 * the time {@code t = -log sigma}, as k-diffusion takes them.
 */
final class NoiseEstimates {

    /**
     * A state at which the model was evaluated. The estimate of its noise, {@code (state - denoised) / sigma}, enters the
     * sums that need it by its two parts.
     */
    record Point(Latent state, Latent denoised, double sigma) {}

    /**
     * What a step of some order adds to the state: {@code ofStart (noise at the start) + ofPoint (noise at a point)}.
     */
    record Solution(double ofStart, double ofPoint, Point point) {}

    private final Denoiser denoiser;
    private final double t;
    private final double h;
    private final Point start;

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
        this.t = t;
        this.h = h;
        this.start = evaluate(x, Math.exp(-t));
    }

    Latent denoised() {
        return start.denoised();
    }

    Solution first() {
        return new Solution(Math.expm1(-h) * start.sigma(), 0, start);
    }

    /** Evaluates at {@code t + r h}, where a first-order step leads. */
    Point at(double r) {
        return evaluate(towards(r), Math.exp(-t - r * h));
    }

    /** Evaluates at {@code t + r2 h}, where a second-order step by way of a point at r1 leads. */
    Point at(double r2, double r1, Point point) {
        double sigma = Math.exp(-t - r2 * h);
        double slope = sigma * r2 / r1 * (Math.expm1(r2 * h) / (r2 * h) - 1);
        return evaluate(reach(new Solution(slope - sigma * Math.expm1(r2 * h), -slope, point)), sigma);
    }

    Solution second(double r, Point point) {
        double whole = Math.exp(-t - h) * Math.expm1(h);
        double slope = whole / (2 * r);
        return new Solution(slope - whole, -slope, point);
    }

    Solution third(double r2, Point point) {
        double sigma = Math.exp(-t - h);
        double slope = sigma / r2 * (Math.expm1(h) / h - 1);
        return new Solution(slope - sigma * Math.expm1(h), -slope, point);
    }

    private Latent towards(double r) {
        double share = Math.exp(-r * h);
        return Latent.sum(share, start.state(), 1 - share, start.denoised());
    }

    /** Returns the state that a step leads to. */
    Latent reach(Solution solution) {
        double ofStart = solution.ofStart() / start.sigma();
        if (solution.ofPoint() == 0) {
            return Latent.sum(1 + ofStart, start.state(), -ofStart, start.denoised());
        }
        Point point = solution.point();
        double ofPoint = solution.ofPoint() / point.sigma();
        return Latent.sum(
                1 + ofStart,
                start.state(),
                -ofStart,
                start.denoised(),
                ofPoint,
                point.state(),
                -ofPoint,
                point.denoised());
    }

    /**
     * Returns how far two solutions of one step are apart. They share the state they start from, whose rounding at large
     * levels would drown the difference; so it is made of the noise alone.
     */
    Latent difference(Solution one, Solution other) {
        double ofStart = (one.ofStart() - other.ofStart()) / start.sigma();
        double ofOne = one.ofPoint() / one.point().sigma();
        double ofOther = other.ofPoint() / other.point().sigma();
        // An estimate of an error needs no more digits of its weights than a float has.
        return Latent.sum(
                new double[] {
                    (float) ofStart, (float) -ofStart, (float) ofOne, (float) -ofOne, (float) -ofOther, (float) ofOther
                },
                List.of(
                        start.state(),
                        start.denoised(),
                        one.point().state(),
                        one.point().denoised(),
                        other.point().state(),
                        other.point().denoised()));
    }

    private Point evaluate(Latent state, double sigma) {
        return new Point(state, denoiser.denoise(state, sigma).denoised(), sigma);
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
