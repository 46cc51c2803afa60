package dev.darkroom.api.sampling;

/**
 * The exact integrals of an exponential integrator: how much the value of an estimate and its first two derivatives by lambda
 * (times h and h squared) add to the state over a step of length h (Lu et al. 2022, arXiv:2206.00927, equation 3.4;
 * Hochbruck and Ostermann 2010).
 *
 * @param value the weight of the estimate
 * @param slope the weight of its first derivative times h
 * @param curvature the weight of its second derivative times h squared
 */
public record ExponentialWeights(double value, double slope, double curvature) {

    /**
     * Returns the weights {@code -scale (e^z - 1)}, {@code -scale ((e^z - 1) / z - 1)} and {@code -scale (((e^z - 1) / z - 1)
     * / z - 1/2)}.
     *
     * @param scale the signal factor at the end of the step for estimates of x0, its sigma for estimates of the noise
     * @param z for estimates of x0 {@code -h}, or {@code -(1 + eta) h} along a reverse SDE; for estimates of the noise {@code
     *     h}; not 0, but minus infinity is allowed
     * @return the weights
     */
    public static ExponentialWeights of(double scale, double z) {
        double first = Math.expm1(z);
        double second = first / z - 1;
        double third = second / z - 0.5;
        return new ExponentialWeights(-scale * first, -scale * second, -scale * third);
    }

    /** Returns these weights with the slope's replaced by half the value's, which is its limit for short steps. */
    public ExponentialWeights midpoint() {
        return new ExponentialWeights(value, value / 2, curvature);
    }
}
