package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import java.util.ArrayList;
import java.util.List;

/** The levels of one single-step group so far: the state at its first, and an estimate at each. */
final class Group {

    private final Latent start;
    private final double sigma;
    private final LogSnr snr;
    private final List<Double> lambdas = new ArrayList<>();
    private final List<Latent> estimates = new ArrayList<>();

    Group(Latent start, double sigma, LogSnr snr) {
        this.start = start;
        this.sigma = sigma;
        this.snr = snr;
    }

    /**
     * Returns whether a step from a level must begin a group: two estimates at one level have no slope, and a lambda of minus
     * infinity, a flow's beginning, has no distance.
     */
    boolean cannotGoOnAt(double level) {
        double lambda = snr.lambda(level);
        return lambdas.contains(lambda) || lambdas.contains(Double.NEGATIVE_INFINITY);
    }

    void add(double level, Latent estimate) {
        lambdas.add(snr.lambda(level));
        estimates.add(estimate);
    }

    /** Returns whether there is a step to take from the group's first level. */
    boolean isAbove(double level) {
        return level < sigma;
    }

    /** Takes the step along the probability flow from the first level to another. */
    Latent step(double next, boolean data, boolean midpoint) {
        double h = snr.lambda(next) - lambdas.get(0);
        ExponentialWeights weights =
                data ? ExponentialWeights.of(snr.signal(next), -h) : ExponentialWeights.of(next, h);
        double kept = data ? next / sigma : 1;
        double[] w = combine(midpoint && order() == 2 ? weights.midpoint() : weights, h, midpoint);
        return switch (order()) {
            case 1 -> Latent.sum(kept, start, w[0], estimates.get(0));
            case 2 -> Latent.sum(kept, start, w[0], estimates.get(0), w[1], estimates.get(1));
            default -> Latent.sum(kept, start, w[0], estimates.get(0), w[1], estimates.get(1), w[2], estimates.get(2));
        };
    }

    /** Takes the step along the reverse SDE. In third order diffusers weighs the curvature by {@code -phi_3 - 1}. */
    Latent stepWithNoise(double next, boolean midpoint, Latent noise) {
        double h = snr.lambda(next) - lambdas.get(0);
        ExponentialWeights weights = ExponentialWeights.of(snr.signal(next), -2 * h);
        if (order() == 2 && midpoint) {
            weights = weights.midpoint();
        }
        double[] w = combine(
                new ExponentialWeights(weights.value(), weights.slope(), weights.curvature() - snr.signal(next)),
                h,
                midpoint);
        double kept = next / sigma * Math.exp(-h);
        double up = next * Math.sqrt(-Math.expm1(-2 * h));
        return switch (order()) {
            case 1 -> Latent.sum(kept, start, w[0], estimates.get(0), up, noise);
            case 2 -> Latent.sum(kept, start, w[0], estimates.get(0), w[1], estimates.get(1), up, noise);
            default ->
                Latent.sum(
                        new double[] {kept, w[0], w[1], w[2], up},
                        List.of(start, estimates.get(0), estimates.get(1), estimates.get(2), noise));
        };
    }

    private int order() {
        return estimates.size();
    }

    /** Returns the weight of each estimate, the first level's first. */
    private double[] combine(ExponentialWeights weights, double h, boolean midpoint) {
        if (order() == 1) {
            return new double[] {weights.value()};
        }
        double last = (lambdas.get(order() - 1) - lambdas.get(0)) / h;
        if (order() == 2) {
            double slope = weights.slope() / last;
            return new double[] {weights.value() - slope, slope};
        }
        if (midpoint) {
            double slope = weights.slope() / last;
            return new double[] {weights.value() - slope, 0, slope};
        }
        double middle = (lambdas.get(1) - lambdas.get(0)) / h;
        double ofMiddle = (weights.slope() * last - 2 * weights.curvature()) / (last - middle) / middle;
        double ofLast = (2 * weights.curvature() - weights.slope() * middle) / (last - middle) / last;
        return new double[] {weights.value() - ofMiddle - ofLast, ofMiddle, ofLast};
    }
}
