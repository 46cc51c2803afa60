package dev.darkroom.api.sampling;

import dev.darkroom.api.OptionSpec;

/**
 * The time in which exponential integrators take their steps: half the log of the signal-to-noise ratio, {@code lambda =
 * log(s / sigma)} for the state {@code x = s x0 + sigma n} (Lu et al. 2022, arXiv:2206.00927, section 3.1).
 *
 * @param flow whether {@code s = 1 - sigma} rather than 1
 */
public record LogSnr(boolean flow) {

    /** How far from pure noise ComfyUI's stochastic solvers begin on a flow, as a share of the way to the picture. */
    private static final double OFFSET = 1e-4;

    private static final OptionSpec FLOW_SHIFT = OptionSpec.number(
            "flow_shift",
            1,
            1e-3,
            1e3,
            "For flow models: the shift of their levels; it says how near to pure noise a run begins.");

    /** Returns the time of a process. */
    public static LogSnr of(DiffusionProcess process) {
        return new LogSnr(process.isFlow());
    }

    /** Returns the option that a sampler declares which calls {@link #awayFromPureNoise}. */
    public static OptionSpec flowShift() {
        return FLOW_SHIFT;
    }

    /** Returns the factor of x0 in the state, {@code s}. */
    public double signal(double sigma) {
        return flow ? 1 - sigma : 1;
    }

    /** Returns lambda at a noise level: infinite at 0, and minus infinity at a flow's 1. */
    public double lambda(double sigma) {
        return Math.log(signal(sigma) / sigma);
    }

    /** Returns the noise level at a lambda, the inverse of {@link #lambda}. */
    public double sigma(double lambda) {
        return flow ? 1 / (1 + Math.exp(lambda)) : Math.exp(-lambda);
    }

    /**
     * Returns a schedule in which a flow's first level of 1, where lambda is not finite, is moved as ComfyUI moves it: to the
     * shifted level of 0.9999. Any other schedule is returned as it is.
     *
     * @param sigmas the levels
     * @param shift the value of {@link #flowShift}
     * @return levels of finite lambda, but for a last 0
     */
    public SigmaSchedule awayFromPureNoise(SigmaSchedule sigmas, double shift) {
        if (!flow || sigmas.at(0) < 1) {
            return sigmas;
        }
        double[] levels = sigmas.toArray();
        double first = shift * (1 - OFFSET) / (1 + (shift - 1) * (1 - OFFSET));
        levels[0] = Math.max(first, levels[1]);
        return SigmaSchedule.repeating(levels);
    }
}
