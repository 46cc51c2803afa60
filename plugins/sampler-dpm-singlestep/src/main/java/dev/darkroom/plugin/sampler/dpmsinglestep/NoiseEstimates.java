package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of DPM-Solver-1, 2 and 3 from one state (Lu et al. 2022, arXiv:2206.00927, Algorithms 1 and 2 and equation 3.7) in
 * the time {@code t = -log sigma}, as k-diffusion takes them.
 *
 * <p>The papers' solutions are sums of noise estimates {@code (state - denoised) / sigma}. The states of a step are such sums
 * themselves, and the noise of a whole solution always adds up to {@code sigma - sigma_0}; so each is {@code sigma / sigma_0}
 * times the state the step begins at, and for the rest a sum of estimates of x0. That form takes the fewest passes.
 */
final class NoiseEstimates {

    /**
     * Where a step of some order leads.
     *
     * @param sigma the level reached
     * @param weights of the estimates of x0, in the order they were evaluated
     */
    record Solution(double sigma, double[] weights) {}

    /** A state at which the model was evaluated, and as which of the estimates its answer counts. */
    record Point(Solution state, int index) {}

    private final Denoiser denoiser;
    private final Latent x;
    private final double t;
    private final double h;
    private final List<Latent> estimates = new ArrayList<>();
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
        this.x = x;
        this.t = t;
        this.h = h;
        this.start = evaluate(x, new Solution(Math.exp(-t), new double[0]));
    }

    Latent denoised() {
        return estimates.get(0);
    }

    Solution first() {
        return first(1);
    }

    /** Evaluates at {@code t + r h}, where a first-order step leads. */
    Point at(double r) {
        return evaluate(first(r));
    }

    private Solution first(double r) {
        double sigma = Math.exp(-t - r * h);
        return solution(sigma, -sigma * Math.expm1(r * h), 0, start);
    }

    /** Evaluates at {@code t + r2 h}, where a second-order step by way of a point at r1 leads. */
    Point at(double r2, double r1, Point point) {
        double sigma = Math.exp(-t - r2 * h);
        double slope = sigma * r2 / r1 * (Math.expm1(r2 * h) / (r2 * h) - 1);
        return evaluate(solution(sigma, slope - sigma * Math.expm1(r2 * h), -slope, point));
    }

    Solution second(double r, Point point) {
        double sigma = Math.exp(-t - h);
        double whole = sigma * Math.expm1(h);
        double slope = whole / (2 * r);
        return solution(sigma, slope - whole, -slope, point);
    }

    Solution third(double r2, Point point) {
        double sigma = Math.exp(-t - h);
        double slope = sigma / r2 * (Math.expm1(h) / h - 1);
        return solution(sigma, slope - sigma * Math.expm1(h), -slope, point);
    }

    /** Returns the solution that adds {@code ofStart (noise at the start) + ofPoint (noise at a point)} to the state. */
    private Solution solution(double sigma, double ofStart, double ofPoint, Point point) {
        double[] weights = Arrays.copyOf(point.state().weights(), point.index() + 1);
        for (int k = 0; k < weights.length; k++) {
            weights[k] *= ofPoint / point.state().sigma();
        }
        weights[point.index()] -= ofPoint / point.state().sigma();
        weights[0] -= ofStart / start.state().sigma();
        return new Solution(sigma, weights);
    }

    /** Returns the state that a step leads to. */
    Latent reach(Solution solution) {
        double[] weights = new double[solution.weights().length + 1];
        weights[0] = solution.sigma() / start.state().sigma();
        System.arraycopy(solution.weights(), 0, weights, 1, weights.length - 1);
        List<Latent> terms = new ArrayList<>(List.of(x));
        terms.addAll(estimates.subList(0, weights.length - 1));
        return Latent.sum(weights, terms);
    }

    /** Returns how far two solutions of one step are apart; the state they start from, large as it may be, has no part in it. */
    Latent difference(Solution one, Solution other) {
        double[] weights = new double[Math.max(one.weights().length, other.weights().length)];
        for (int k = 0; k < weights.length; k++) {
            // An estimate of an error needs no more digits of its weights than a float has.
            weights[k] = (float) (weight(one, k) - weight(other, k));
        }
        return Latent.sum(weights, estimates.subList(0, weights.length));
    }

    private static double weight(Solution solution, int k) {
        return k < solution.weights().length ? solution.weights()[k] : 0;
    }

    private Point evaluate(Solution at) {
        return evaluate(reach(at), at);
    }

    private Point evaluate(Latent state, Solution at) {
        estimates.add(denoiser.denoise(state, at.sigma()).denoised());
        return new Point(at, estimates.size() - 1);
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
