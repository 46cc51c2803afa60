package dev.darkroom.api.sampling;

import dev.darkroom.api.latent.Latent;
import java.util.List;

/**
 * The estimates that one run of a multistep exponential integrator looks back to, newest first. The derivatives by lambda are
 * those of the polynomial through them, as the multistep solvers of DPM-Solver++ take them (Lu et al. 2022, arXiv:2211.01095,
 * Algorithm 2).
 *
 * <p>With one exception: for the second derivative the program of its authors takes the second divided difference, which is
 * half of it. Everybody's third-order pictures are made so, and so they are here. The error is hence of second order.
 */
public final class MultistepHistory {

    /** The estimates by lambda. */
    private final History estimates;

    /**
     * Returns an empty history.
     *
     * @param capacity how many estimates to keep, from 1 to 3: the order of the solver
     */
    public MultistepHistory(int capacity) {
        this.estimates = new History(capacity);
    }

    /**
     * Adds an estimate and forgets the oldest if there are too many. An estimate at the newest one's lambda takes its place,
     * for two at one lambda have no slope.
     */
    public void add(double lambda, Latent estimate) {
        estimates.add(lambda, estimate);
    }

    /** Returns how many estimates are kept: the highest order a step can have. */
    public int size() {
        return estimates.size();
    }

    /**
     * Takes a step of length h in lambda.
     *
     * @param kept what the state is multiplied by
     * @param x the state
     * @param weights what value, slope and curvature add
     * @param h the length, above 0
     * @param order how many estimates to use, from 1 to {@link #size()}
     * @return the state after the step
     */
    public Latent step(double kept, Latent x, ExponentialWeights weights, double h, int order) {
        double[] w = combine(weights, h, order);
        return switch (order) {
            case 1 -> Latent.sum(kept, x, w[0], estimates.value(0));
            case 2 -> Latent.sum(kept, x, w[0], estimates.value(0), w[1], estimates.value(1));
            default ->
                Latent.sum(kept, x, w[0], estimates.value(0), w[1], estimates.value(1), w[2], estimates.value(2));
        };
    }

    /** Takes a step as {@link #step(double, Latent, ExponentialWeights, double, int)} does and adds {@code up} times noise. */
    public Latent step(
            double kept, Latent x, ExponentialWeights weights, double h, int order, double up, Latent noise) {
        double[] w = combine(weights, h, order);
        return switch (order) {
            case 1 -> Latent.sum(kept, x, w[0], estimates.value(0), up, noise);
            case 2 -> Latent.sum(kept, x, w[0], estimates.value(0), w[1], estimates.value(1), up, noise);
            default ->
                Latent.sum(
                        new double[] {kept, w[0], w[1], w[2], up},
                        List.of(x, estimates.value(0), estimates.value(1), estimates.value(2), noise));
        };
    }

    /** Returns the weight of each estimate, newest first. */
    private double[] combine(ExponentialWeights weights, double h, int order) {
        if (order == 1) {
            return new double[] {weights.value()};
        }
        double r0 = (estimates.time(0) - estimates.time(1)) / h;
        if (order == 2) {
            double slope = weights.slope() / r0;
            return new double[] {weights.value() + slope, -slope};
        }
        double r1 = (estimates.time(1) - estimates.time(2)) / h;
        double both = weights.curvature() / (r0 + r1);
        double newer = (weights.slope() * (1 + r0 / (r0 + r1)) + both) / r0;
        double older = (weights.slope() * r0 / (r0 + r1) + both) / r1;
        return new double[] {weights.value() + newer, -newer - older, older};
    }
}
